/** Ends a run with the plain line `N passed, N failed`, which scripts and people can read without knowing Jest. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    // A suite that could not even be loaded has no failed test of its own, yet it failed.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // Jest writes its own summary to stderr after this; stdout gets the closing line.
    process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`);
  }
}
