// In a city with all its sources, and with a disk that fills up at each step of the way.
import "./damaged.test.js";
