// A page of a notebook whose cells draw again and again.
import "./notebook.test.js";
