// A list longer than one reading, and sheets beside each other.
import "./formats.test.js";
