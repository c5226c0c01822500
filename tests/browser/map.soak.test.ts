// The map under fingers and in a system's own colours.
import "./map.test.js";
