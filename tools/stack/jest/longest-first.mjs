import Sequencer from '@jest/test-sequencer';

/** What takes minutes begins first: else the last of it would run alone, with nothing left to do beside it. */
const weight = ({ path }) => (/every-connector/.test(path) ? 3 : /\.e2e\.spec\.ts$/.test(path) ? 2 : /\.int\.spec\.ts$/.test(path) ? 1 : 0);

export default class LongestFirst extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((a, b) => weight(b) - weight(a));
  }
}
