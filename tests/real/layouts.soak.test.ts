// The layouts that publishers have had over the years.
import "./layouts.test.js";
