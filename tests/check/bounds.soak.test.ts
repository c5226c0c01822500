// A workbook that unpacks to more than any source allows that says nothing of it.
import "./bounds.test.js";
