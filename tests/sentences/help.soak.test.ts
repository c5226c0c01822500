// Whoever asks, on each day: the same tests with all of their turns.
import "./help.test.js";
