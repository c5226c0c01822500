// Killed at other moments, and more often.
import "./interrupted.test.js";
