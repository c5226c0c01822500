// Marks that are never closed by the hundred thousand, layouts beside each other, and cells of every kind.
import "./csv.test.js";
