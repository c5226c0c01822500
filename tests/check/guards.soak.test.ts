// What each guard is for, told and refused.
import "./guards.test.js";
