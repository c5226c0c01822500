// Days of 1904, and numbers as texts.
import "./odd-workbooks.test.js";
