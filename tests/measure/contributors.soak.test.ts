// Schools counted in each area and group.
import "./contributors.test.js";
