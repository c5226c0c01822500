// And by clicking, with every measure.
import "./public.test.js";
