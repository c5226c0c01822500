// By everything that a child is known again by.
import "./persons.test.js";
