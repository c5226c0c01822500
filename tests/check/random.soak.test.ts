// Random tables written and read again, others each time.
import "./round-trip.test.js";
