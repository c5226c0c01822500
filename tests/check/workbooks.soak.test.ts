// Titles, footnotes and second tables around a table.
import "./workbooks.test.js";
