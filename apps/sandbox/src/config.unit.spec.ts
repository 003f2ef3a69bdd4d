import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

describe('the settings of the sandbox', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 4000, portMayMove: true, sftpPort: 4022, sftpPortMayMove: true, gatewayUrl: 'http://127.0.0.1:3000', gatewayKey: 'dev-key',
    });
    expect(readConfig({ SANDBOX_PORT: '0', SFTP_PORT: '4022', GATEWAY_URL: 'http://127.0.0.1:9/' })).toMatchObject({
      port: 0, portMayMove: false, sftpPort: 4022, sftpPortMayMove: false, gatewayUrl: 'http://127.0.0.1:9',
    });
  });

  it('names every mistake at once, without the values', () => {
    const read = () => readConfig({ SANDBOX_PORT: 'http', SFTP_PORT: '70000', GATEWAY_URL: 'ftp://x', GATEWAY_KEY: 'se cret' });
    expect(read).toThrow(/SANDBOX_PORT.*SFTP_PORT.*GATEWAY_URL.*GATEWAY_KEY/);
    expect(read).not.toThrow(/se cret/);
  });
});
