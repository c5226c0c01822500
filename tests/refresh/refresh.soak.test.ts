// A city with all its sources, and its figures of wards and small areas.
import "./refresh.test.js";
