import {expect, it} from 'vitest';
import {PortInUseError} from '../../source/net/bind.ts';
import {listenFailure} from '../../source/net/listen-failure.ts';

const tried = {role: 'server', host: '127.0.0.1', port: 80} as const;

it('a port that cannot be listened at is a failure that says why, and what else there is', () => {
	const failureOf = (error: unknown) => listenFailure(error, tried);
	const inUse = {kind: 'port-in-use', role: 'server', port: 80};
	expect(failureOf(new PortInUseError(80, 81))).toStrictEqual({...inUse, free: 81});
	expect(failureOf(new PortInUseError(80, undefined))).toStrictEqual(inUse);
	const system = (code: string) => Object.assign(new Error(code), {code});
	expect(failureOf(system('EACCES'))).toStrictEqual({kind: 'port-forbidden', role: 'server', port: 80});
	const other = {kind: 'listen-failed', host: '127.0.0.1', port: 80};
	expect(failureOf(system('EADDRNOTAVAIL'))).toStrictEqual({...other, reason: expect.stringMatching(/\S/)});
});
