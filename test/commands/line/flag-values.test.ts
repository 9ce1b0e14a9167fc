import {describe, expect, test} from 'vitest';
import {Invocation, UsageError} from '../../../source/commands/line/command.ts';
import {listenHostOf, paceOf, protocolOf, rate, serverOf} from '../../../source/commands/line/flag-values.ts';

describe('a rate', () => {
	test.each([
		['2000', 2000],
		['60KiB/s', 61_440],
		['60 kib/s', 61_440],
		['60k', 61_440],
		['60kB/s', 60_000],
		['1.5MiB', 1_572_864],
		['1m', 1_048_576],
		['2MB/s', 2_000_000],
		['0', 0],
		['0.5KiB', 512],
		[' 7B/s ', 7],
	])('%j is %d bytes a second', (text, bytes) => {
		expect(rate(text)).toBe(bytes);
	});

	test.each(['', 'fast', '-1', '1e3', '0x10', '5GiB', '0.2', '1,5k', 'KiB', '1 /s/s', 'Infinity', 'NaN'])(
		'%j is none',
		text => {
			expect(rate(text)).toBeUndefined();
		},
	);

	test('of 0 is full speed', () => {
		expect(paceOf(new Invocation([], {pace: '0'}))).toBeUndefined();
		expect(paceOf(new Invocation([], {pace: '1k'}))).toBe(1024);
		expect(paceOf(new Invocation([], {}))).toBeUndefined();
	});
});

describe('the index server', () => {
	test.each([
		['10.0.0.5:7734', {host: '10.0.0.5', port: 7734}],
		['10.0.0.5', {host: '10.0.0.5', port: 5555}],
		['[2001:db8::1]:7734', {host: '2001:db8::1', port: 7734}],
		['2001:db8::1', {host: '2001:db8::1', port: 5555}],
		['library.example', {host: 'library.example', port: 5555}],
	])('%s', (text, place) => {
		expect(serverOf(new Invocation([], {server: text}))).toEqual(place);
	});

	test.each(['http://10.0.0.5', '10.0.0.5:0', 'a b', 'host:port', '[::1', ':5555'])('%j is refused', text => {
		expect(() => serverOf(new Invocation([], {server: text}))).toThrow(UsageError);
		expect(() => serverOf(new Invocation([], {server: text}))).toThrow('for instance 192.168.1.20:5555');
	});
});

describe('where to listen', () => {
	test.each([
		['::', '::'],
		['[::1]', '::1'],
		['::ffff:127.0.0.1', '127.0.0.1'],
		['fe80::1%eth0', 'fe80::1%eth0'],
		['localhost', 'localhost'],
	])('%s', (host, plain) => {
		expect(listenHostOf(new Invocation([], {host}))).toBe(plain);
	});

	test.each(['127.0.0.1:5555', '[::1]:5555', 'a b'])('%j is refused', host => {
		expect(() => listenHostOf(new Invocation([], {host}))).toThrow(
			`"${host}" is not valid for --host: it takes a host name or an IP address, without a port.`,
		);
	});
});

test('a protocol is one of two', () => {
	expect(['1.0', '1.1'].map(protocol => protocolOf(new Invocation([], {protocol})))).toEqual(['1.0', '1.1']);
	expect(protocolOf(new Invocation([], {}))).toBeUndefined();
	expect(() => protocolOf(new Invocation([], {protocol: '2'}))).toThrow(
		'"2" is not valid for --protocol: it takes 1.0 or 1.1.',
	);
});
