// Parameters are estimated from records.
import "./parameters.test.js";
