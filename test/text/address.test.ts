import {describe, expect, test} from 'vitest';
import {
	hostPort,
	isLoopback,
	parseHostPort,
	parseListenPort,
	parsePort,
	plainAddress,
} from '../../source/text/address.ts';
import fc from '../helpers/properties.ts';

describe('an address that a person wrote', () => {
	test.each([
		['localhost', 'localhost', 5555],
		['localhost:7734', 'localhost', 7734],
		['192.168.1.20:6000', '192.168.1.20', 6000],
		['192.168.1.20', '192.168.1.20', 5555],
		['[::1]:7734', '::1', 7734],
		['[::1]', '::1', 5555],
		['::1', '::1', 5555],
		['::', '::', 5555],
		['fe80::1%eth0', 'fe80::1%eth0', 5555],
		['[2001:db8::a:b]:1', '2001:db8::a:b', 1],
		['::ffff:10.0.0.5', '::ffff:10.0.0.5', 5555],
		['lab_pc.example.org:65535', 'lab_pc.example.org', 65_535],
	])('%s is understood', (text, host, port) => {
		expect(parseHostPort(text, 5555)).toEqual({host, port});
	});

	test.each([
		'',
		':5555',
		'host:',
		'host:0',
		'host:65536',
		'host:http',
		'http://host:5555',
		'a b',
		'[::1',
		'::1:26100',
		':::',
		'[host]:1',
		'host:1:2x',
		'a/b',
		'7734',
		'7734:5555',
		'-.-..',
		'x'.repeat(256),
		'host:5555 ',
		'h\u0000',
	])('%j is refused', text => {
		expect(parseHostPort(text, 5555)).toBeUndefined();
	});

	test('what hostPort writes parseHostPort reads', () => {
		fc.assert(
			fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()), fc.integer({min: 1, max: 65_535}), (host, port) => {
				expect(parseHostPort(hostPort(host, port), 1)).toEqual({host, port});
			}),
		);
	});

	test('any text is answered, never thrown at', () => {
		fc.assert(fc.property(fc.string({unit: 'binary'}), text => parseHostPort(text, 5555)?.port !== 0));
	});
});

test('a port is 1 to 65535 in digits', () => {
	expect(['1', '65535', '06002', '0', '65536', '-1', '1e3', ' 80', ''].map(parsePort)).toEqual([
		1,
		65_535,
		6002,
		undefined,
		undefined,
		undefined,
		undefined,
		undefined,
		undefined,
	]);
});

test('an IPv4-mapped address is shown as the IPv4 address it is', () => {
	expect(plainAddress('::ffff:10.0.0.5')).toBe('10.0.0.5');
	expect(plainAddress('2001:db8::1')).toBe('2001:db8::1');
});

test('loopback addresses are known in all their forms', () => {
	expect(['localhost', '127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', 'LOCALHOST'].map(isLoopback)).not.toContain(
		false,
	);
	expect(['10.0.0.1', '::', '::2', 'localhost.example.org', '1270.0.0.1'].map(isLoopback)).not.toContain(true);
});

describe('a port to listen on', () => {
	test.each([
		['5555', 5555],
		['1', 1],
		['65535', 65_535],
		['0', 0],
		['00', 0],
		['080', 80],
	])('%s is %d', (text, port) => {
		expect(parseListenPort(text)).toBe(port);
	});

	test.each(['65536', '-1', '80.5', '', 'http', '1e3', ' 80', '999999999999'])('%j is none', text => {
		expect(parseListenPort(text)).toBeUndefined();
	});
});
