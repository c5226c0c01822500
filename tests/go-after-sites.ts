import { setPriority } from "node:os";

// While these tests run, the sites are built that the browser's tests visit at the end. They go first, or else one waits for them.
setPriority(5);
