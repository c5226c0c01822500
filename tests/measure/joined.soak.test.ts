// Joined breakdowns with other sources missing, within other groups, and as averages.
import "./joined.test.js";
