// Random worlds in any order.
import "./persons-properties.test.js";
