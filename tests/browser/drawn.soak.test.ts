// What was drawn at the build, and what draws over it.
import "./drawn.test.js";
