import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OptionError, readOptions } from './options.js';

describe('the options of npm start', () => {
  it('takes ports from options, then from variables, then by default', () => {
    const env = { PORT: '1', S3_PORT: '2' };
    expect(readOptions(['--s3-port', '3'], env)).toMatchObject({ port: 1, s3Port: 3, managementPort: 9090 });
  });

  it('takes every port from 0 to 65535', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_535 }), (port) => {
        fc.pre(port !== 9000 && port !== 9090);
        expect(readOptions([`--port=${port}`], {}).port).toBe(port);
      }),
    );
  });

  it.each(['', '-1', '65536', '3000x', '0x10', '1e3', ' 80', '999999'])('refuses the port "%s"', (text) => {
    expect(() => readOptions([`--port=${text}`], {})).toThrow(/^--port is ".*"\. Give a number from 0/);
  });

  it('listens on 127.0.0.1, or on every address if asked', () => {
    expect(readOptions([], { HOST: '0.0.0.0' }).host).toBe('127.0.0.1');
    expect(readOptions(['--host', '0.0.0.0'], {}).host).toBe('0.0.0.0');
  });

  it.each(['', 'localhost', '::', '192.168.1.2'])('refuses to listen on "%s"', (host) => {
    expect(() => readOptions([`--host=${host}`], {})).toThrow(
      `--host is "${host}". Give 127.0.0.1 or 0.0.0.0.`,
    );
  });

  it('names the variable if the port comes from there', () => {
    expect(() => readOptions([], { S3_PORT: 'x' })).toThrow(/^S3_PORT is "x"/);
  });

  it('refuses one port for two servers, and 0 for none of them', () => {
    expect(() => readOptions(['--port', '9000'], {})).toThrow('--port and --s3-port are both 9000');
    expect(readOptions(['--port', '0', '--s3-port', '0', '--management-port', '0'], {}).port).toBe(0);
  });

  it.each([['--bogus'], ['extra'], ['--port'], ['--help=yes']])(
    'refuses %s, and names the help',
    (...args) => {
      expect(() => readOptions(args, {})).toThrow(OptionError);
      expect(() => readOptions(args, {})).toThrow('"npm start -- --help" lists the options.');
    },
  );
});
