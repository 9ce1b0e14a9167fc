import {expect, it} from 'vitest';
import {Fields} from '../../source/protocol/message.ts';
import {
	classicLine,
	parseClassicLine,
	parseEventLine,
	parsePeerLine,
	parseRecordLine,
	parseSearchLine,
	peerLine,
	recordLine,
} from '../../source/protocol/records.ts';
import {digestOf, hostOf, isHostName, portOf, titleOf} from '../../source/protocol/values.ts';
import fc from '../helpers/properties.ts';

const record = fc.record(
	{
		rfc: fc.integer({min: 1, max: 2 ** 31 - 1}),
		title: fc.string({minLength: 1, maxLength: 60, unit: 'grapheme'}),
		host: fc.stringMatching(/^[a-z0-9.-]{1,30}$/),
		address: fc.constantFrom('10.0.0.5', 'fe80::1', '::1'),
		port: fc.integer({min: 1, max: 65_535}),
		size: fc.nat(),
		digest: fc.constant('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:'),
		modified: fc.constant('2001-01-21T09:23:46Z'),
	},
	{requiredKeys: ['rfc', 'title', 'host', 'address', 'port']},
);

it('a record comes back from its line of NDJSON as what it was', () => {
	fc.assert(
		fc.property(record, each => {
			expect(parseRecordLine(recordLine(each))).toEqual(each);
		}),
	);
});

it('a line of NDJSON has its members in the order of the paper', () => {
	const line = recordLine({modified: 'm', digest: 'd', size: 5, port: 1, address: 'a', host: 'h', title: 't', rfc: 1});
	expect(line).toBe('{"rfc":1,"title":"t","host":"h","address":"a","port":1,"size":5,"digest":"d","modified":"m"}\n');
});

it('a peer comes back from its line of NDJSON as what it was', () => {
	const peer = {
		host: 'bob',
		address: '::1',
		port: 6002,
		rfcs: 3,
		version: '1.1',
		reachable: false,
		os: 'Linux',
		agent: 'x',
		joined: 'j',
		seen: 's',
	} as const;
	expect(parsePeerLine(peerLine(peer))).toEqual(peer);
	expect(parsePeerLine(peerLine({...peer, port: 0}))).toBeUndefined();
	for (const rfcs of ['-1', '0.5', '1e999', '9007199254740992', '"3"']) {
		expect(parsePeerLine(peerLine(peer).replace('"rfcs":3', `"rfcs":${rfcs}`))).toBeUndefined();
	}
});

it('texts that are longer than the limits are none, however long a line is', () => {
	const titled = {rfc: 1, title: '\u{1f600}'.repeat(1024), host: 'é'.repeat(255), address: 'a', port: 1};
	expect(parseRecordLine(recordLine(titled))).toEqual(titled);
	for (const longer of [{title: 'x'.repeat(2049)}, {host: 'x'.repeat(511)}, {address: 'x'.repeat(1e6)}]) {
		expect(parseRecordLine(recordLine({...titled, ...longer}))).toBeUndefined();
	}
	const {title, ...place} = titled;
	const peer = {...place, rfcs: 0, version: '1.1', os: 'x'.repeat(1e6), joined: 'j', seen: 's'} as const;
	expect(parsePeerLine(peerLine(peer))?.os).toBeUndefined();
	expect(parseSearchLine(`{"rfc":1,"title":"${title}x","holders":1}`)).toBeUndefined();
});

it('a data line of 1.0 may have its IPv6 address in brackets', () => {
	expect(parseClassicLine('RFC 7 T [::1] 80')).toEqual({rfc: 7, title: 'T', host: '[::1]', address: '::1', port: 80});
	expect(parseClassicLine('RFC 7 T [bob] 80')).toMatchObject({address: '[bob]'});
});

it('a data line of 1.0 comes back with its title, whatever words it has', () => {
	const words = fc.array(fc.stringMatching(/^[!-~]{1,10}$/), {minLength: 1, maxLength: 6});
	fc.assert(
		fc.property(words, list => {
			const title = list.join(' ');
			expect(parseClassicLine(classicLine(7, title, {host: '::1', port: 80}).trim())).toEqual({
				rfc: 7,
				title,
				host: '::1',
				address: '::1',
				port: 80,
			});
		}),
	);
});

it.each([
	'',
	'{',
	'[]',
	'null',
	'"x"',
	'{"rfc":1}',
	'{"rfc":0,"title":"","host":"h","address":"a","port":1}',
	'{"rfc":1,"title":3,"host":"h","address":"a","port":1}',
])('a line that is no record is undefined, not an exception: %s', line =>
	expect(parseRecordLine(line)).toBeUndefined(),
);

it('what may be absent from a record is left out where it makes no sense', () => {
	const least = {rfc: 1, title: 't', host: 'h', address: 'a', port: 1};
	const strange = [
		{size: -1, digest: 'sha-256=:AAAA:', modified: 'yesterday'},
		{size: '5', digest: `sha-256=:${'A'.repeat(43)}=:\u001b[2J`, modified: '2001-01-21T09:23:46Z\u001b[2J'},
	];
	for (const more of strange) expect(parseRecordLine(JSON.stringify({...least, ...more}))).toEqual(least);
});

it('an event comes back from its line as what it was', () => {
	fc.assert(
		fc.property(record, fc.constantFrom('rfc-added', 'rfc-changed', 'rfc-removed'), fc.nat(), (each, event, number) => {
			const generation = `k3f9-${number}`;
			expect(parseEventLine(JSON.stringify({event, generation, ...each}))).toEqual({event, generation, record: each});
		}),
	);
	const peer = {host: 'bob', address: '::1', port: 1, rfcs: 2, version: '1.1', joined: 'j', seen: 's'};
	const joined = {event: 'peer-joined', generation: 'k3f9-8'};
	expect(parseEventLine(JSON.stringify({...joined, ...peer}))).toEqual({...joined, peer});
	expect(parseEventLine('{"event":"resync","generation":"k-9","more":1}')).toEqual({
		event: 'resync',
		generation: 'k-9',
	});
});

it.each([
	'',
	'[]',
	'{"event":"resync"}',
	'{"event":"resync","generation":7}',
	'{"event":"resync","generation":"k"}',
	'{"event":"resync","generation":"k k-7"}',
	'{"event":"resync","generation":"k-7\\r\\nHost: x"}',
	'{"event":"else","generation":"k-7"}',
	'{"event":"peer-left","generation":"k-7","host":"bob"}',
	'{"event":"rfc-added","generation":"k-7","rfc":1,"title":"t","host":"h","address":"a","port":0}',
])('a line that is no event is undefined, not an exception: %s', line => expect(parseEventLine(line)).toBeUndefined());

it('what a search found is read when it is whole', () => {
	const hit = {rfc: 9000, title: 'QUIC', holders: 2};
	expect(parseSearchLine(JSON.stringify({...hit, score: 3}))).toEqual(hit);
	for (const bad of [{rfc: 0}, {title: 1}, {holders: '2'}, {holders: -1}, {holders: 1.5}])
		expect(parseSearchLine(JSON.stringify({...hit, ...bad}))).toBeUndefined();
});

it('a host name is 1..255 printable characters without white space', () => {
	for (const good of ['a', 'ü', 'x'.repeat(255), '漢'.repeat(255), '10.0.0.5', 'a/../b'])
		expect(isHostName(good)).toBe(true);
	for (const bad of ['', 'a b', 'a\tb', 'a\u00a0b', 'a\u001bb', 'a\u200bb', 'a\u202eb', 'x'.repeat(256), 'a\u0085'])
		expect(isHostName(bad)).toBe(false);
});

it.each<[field: string, value: string, expected: unknown]>([
	['Port', '6002', 6002],
	['Port', '00006002', 6002],
	['Port', '0', 400],
	['Port', '65536', 400],
	['Port', '-1', 400],
	['Port', '1e3', 400],
	['Port', '', 400],
	['Title', 'a\u0000b\u0007', 'a b'],
	['Title', '\u0001', 400],
	['Title', 'x'.repeat(1025), 400],
	['Title', '😀'.repeat(1024), '😀'.repeat(1024)],
	['Title', 'a\u202eb', 'a\u202eb'],
	['Title', '\ufeff\u00a0a\u200b', '\ufeff\u00a0a\u200b'],
	['Title', '\u0001 a\u0001', 'a'],
	['Host', 'bob', 'bob'],
	['Host', 'bob smith', 400],
])('%s: %j', (field, value, expected) => {
	const read = {Port: portOf, Title: titleOf, Host: hostOf}[field];
	const fields = new Fields([[field, value]]);
	if (expected === 400) expect(() => read?.(fields)).toThrow(expect.objectContaining({status: 400}));
	else expect(read?.(fields)).toBe(expected);
});

it('the SHA-256 digest is found among others, and nothing else passes for one', () => {
	const digest = 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:';
	expect(digestOf(digest)).toBe(digest);
	expect(digestOf(`sha-512=:AA==:, ${digest}`)).toBe(digest);
	for (const bad of ['', 'sha-256=:AA==:', 'sha-256=47DEQpj8HBSa', 'md5=:AAAA:', `x${digest}`])
		expect(digestOf(bad)).toBeUndefined();
});
