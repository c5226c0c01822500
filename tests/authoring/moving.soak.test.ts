// Pages with pictures.
import "./moving.test.js";
