// Of more children, so that what is counted says more.
import "./figures.test.js";
