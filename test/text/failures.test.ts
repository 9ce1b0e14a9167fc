import {describe, expect, test} from 'vitest';
import {type Failure, factOf, sentence} from '../../source/text/failures.ts';
import {nothingMatches} from '../../source/ui/kit/table-model.ts';

const transfer = {rfc: 8881, from: 'erin'};

/** One failure of every kind: a kind that is missing here does not compile. */
const samples: {readonly [K in Failure['kind']]: Extract<Failure, {readonly kind: K}>} = {
	'peer-refused': {kind: 'peer-refused', ...transfer, address: '::1', port: 6005, reason: 'connection refused'},
	'peer-silent': {kind: 'peer-silent', ...transfer, seconds: 30, received: 2048},
	'peer-slow': {kind: 'peer-slow', ...transfer, seconds: 10, received: 12},
	'closed-early': {kind: 'closed-early', ...transfer, received: 187_392, total: 1_561_600, reason: 'connection reset'},
	'peer-lacks': {kind: 'peer-lacks', ...transfer},
	'garbage-answer': {kind: 'garbage-answer', ...transfer, reason: 'no status line'},
	'peer-older': {kind: 'peer-older', ...transfer},
	'peer-outside': {kind: 'peer-outside', ...transfer, how: 'open'},
	'other-status': {kind: 'other-status', ...transfer, code: 400, phrase: 'Bad Request'},
	'announced-too-large': {kind: 'announced-too-large', ...transfer, bytes: 2 ** 40, limit: 2 ** 28},
	'wrong-bytes': {kind: 'wrong-bytes', ...transfer},
	'other-version': {kind: 'other-version', ...transfer, reason: 'its digest is another'},
	'peer-busy': {kind: 'peer-busy', ...transfer, seconds: 12},
	'in-use': {kind: 'in-use', ...transfer, folder: './got'},
	'disk-full': {kind: 'disk-full', rfc: 8881, from: 'erin', folder: './got'},
	'folder-gone': {kind: 'folder-gone', ...transfer, folder: './got'},
	'saved-gone': {kind: 'saved-gone', folder: './got', got: 249, gone: 12},
	'write-failed': {kind: 'write-failed', ...transfer, file: './got/rfc8881.txt', reason: 'read-only'},
	'port-in-use': {kind: 'port-in-use', role: 'upload', port: 6002, free: 6003},
	'port-forbidden': {kind: 'port-forbidden', role: 'server', port: 80},
	'listen-failed': {kind: 'listen-failed', host: '10.9.9.9', port: 5555, reason: 'this machine has no such address'},
	'folder-unreadable': {kind: 'folder-unreadable', folder: '/srv/rfcs', reason: 'permission denied'},
	'folder-lost': {kind: 'folder-lost', folder: '/media/usb/rfcs', reason: 'it does not exist', rfcs: 263},
	'folder-not-writable': {kind: 'folder-not-writable', folder: '/srv/rfcs', reason: 'read-only'},
	'memory-not-writable': {kind: 'memory-not-writable', file: '/home/bob/reading.json', reason: 'read-only'},
	'server-runs': {kind: 'server-runs', port: 5555, join: 'p2pci peer --name YOU', free: 5556},
	'folder-twice': {kind: 'folder-twice', folder: './rfcs', by: 'alice'},
	'folder-empty': {kind: 'folder-empty', folder: './rfcs'},
	'file-unreadable': {kind: 'file-unreadable', file: './rfcs/rfc1.txt', reason: 'permission denied'},
	'name-runs': {kind: 'name-runs', name: 'bob'},
	'name-may-run': {kind: 'name-may-run', name: 'bob'},
	'memory-unreadable': {kind: 'memory-unreadable', file: '/home/me/queue.json', reason: 'permission denied'},
	'two-versions': {kind: 'two-versions', rfc: 7, file: './rfcs/rfc7.txt', other: './got/rfc7.txt'},
	'not-in-folders': {kind: 'not-in-folders', rfc: 7},
	'file-too-large': {kind: 'file-too-large', file: './rfcs/rfc1.txt', bytes: 2 ** 32, limit: 2 ** 28},
	'text-too-large': {kind: 'text-too-large', file: './rfcs/rfc1.txt', bytes: 2 ** 28, limit: 2 ** 23},
	'file-differs': {kind: 'file-differs', rfc: 2616, file: './rfc2616.txt', bytes: 422_279, otherBytes: 432_138},
	'server-absent': {kind: 'server-absent', host: '127.0.0.1', port: 5555, reason: 'connection refused'},
	'server-silent': {kind: 'server-silent', host: '10.0.0.1', port: 5555, seconds: 10},
	'server-lost': {
		kind: 'server-lost',
		host: '10.0.0.1',
		port: 5555,
		reason: 'connection reset',
		retryIn: 4,
		peer: true,
	},
	'server-strange': {kind: 'server-strange', host: '10.0.0.1', port: 80},
	'server-older': {kind: 'server-older', host: '10.0.0.1', port: 7734},
	'network-private': {kind: 'network-private', host: '10.0.0.1', port: 5555},
	'network-open': {kind: 'network-open', host: '10.0.0.1', port: 5555},
	'network-other': {kind: 'network-other', host: '10.0.0.1', port: 5555},
	'key-unusable': {kind: 'key-unusable', file: './lab.key', reason: 'it does not exist'},
	'key-unwritable': {kind: 'key-unwritable', file: '/lab.key', reason: 'permission denied'},
	'manifest-unusable': {kind: 'manifest-unusable', file: './SHA256SUMS', reason: 'it does not exist'},
	'manifest-unwritable': {kind: 'manifest-unwritable', file: './SHA256SUMS', reason: 'permission denied'},
	'not-in-manifest': {kind: 'not-in-manifest', rfc: 8999, file: './SHA256SUMS'},
	'version-absent': {kind: 'version-absent', rfc: 8999, digest: `sha-256=:${'A'.repeat(43)}=:`, others: 2},
	'no-peer-list': {kind: 'no-peer-list', host: '10.0.0.1', port: 7734},
	'no-watch': {kind: 'no-watch', host: '10.0.0.1', port: 7734},
	'server-refused': {
		kind: 'server-refused',
		request: 'ADD RFC 3',
		code: 400,
		phrase: 'Bad Request',
		detail: 'no title',
	},
	'server-unreadable': {kind: 'server-unreadable', request: 'LIST', line: '6<sp>A Title<sp>10.0.0.1<sp>6002'},
	'index-too-large': {kind: 'index-too-large'},
	'not-joined': {kind: 'not-joined'},
	'name-taken': {kind: 'name-taken', name: 'bob', joinedAgo: 720, freeIn: 18},
	'name-invalid': {kind: 'name-invalid', name: 'bob the peer', cause: 'spaces'},
	'address-unused': {kind: 'address-unused', given: '10.1.2.3', seen: '192.168.1.31'},
	'flag-invalid': {kind: 'flag-invalid', flag: '--pace', value: 'fast', expected: 'an amount such as 60KiB/s'},
	'rfc-invalid': {kind: 'rfc-invalid', value: 'RFC'},
	'title-invalid': {kind: 'title-invalid'},
	'not-found': {kind: 'not-found', rfc: 8999, peers: 6},
	'nobody-holds': {kind: 'nobody-holds', rfc: 8999, tried: ['alice', 'bob', 'carol', 'dave', 'erin']},
	'not-issued': {kind: 'not-issued', rfc: 8999, indexDate: '2020-05-18'},
	'no-text': {kind: 'no-text', rfc: 418},
	unreachable: {kind: 'unreachable', address: '192.168.1.35', port: 6005},
	'too-small': {kind: 'too-small', columns: 28, rows: 7, neededColumns: 60, neededRows: 16},
	unexpected: {kind: 'unexpected', reason: 'index out of range'},
};

/** Every string in the sample replaced by one that tries to do harm. */
function hostile(sample: Failure): Failure {
	const entries = Object.entries(sample).map(([key, value]) => {
		const keep = key === 'kind' || key === 'role' || key === 'cause' || typeof value !== 'string';
		return [key, keep ? value : '\u001b[2Jx\r\n\u202e\u009b'];
	});
	return Object.fromEntries(entries);
}

describe('a person in trouble reads', () => {
	test.each(Object.values(samples))('$kind: one line that ends as a sentence', failure => {
		const text = sentence(failure);
		expect(text).toMatch(/^\S.{20,}[.?!]$/u);
		expect(text).not.toMatch(/undefined|NaN|\[object|\s{2}/);
	});

	test.each(Object.values(samples))('$kind: nothing from a stranger that acts on the terminal', failure => {
		expect(sentence(hostile(failure))).not.toMatch(/[\p{Cc}\u202e]/u);
	});

	test.each<[Failure, string]>([
		[
			samples['port-in-use'],
			'Port 6002 is in use on this machine. 6003 is free: --upload-port 6003, or --upload-port 0 for any.',
		],
		[
			samples['server-runs'],
			'Port 5555 is in use by an index server that runs here already. Join it (p2pci peer --name YOU), or start this one with --port 5556.',
		],
		[
			samples['name-taken'],
			'bob is taken by a peer that joined 12 min ago. Choose another, for instance --name bob-2. If that was you and it crashed, the name is free in 18 s.',
		],
		[
			samples['closed-early'],
			'erin closed the connection at 12 % of RFC 8881 (187,392 of 1,561,600 bytes came, connection reset). Try again, or another holder.',
		],
		[
			samples['not-found'],
			'Nobody here has RFC 8999 now (the index says 404; 6 peers are joined). Try again when somebody shares it.',
		],
		[
			samples['nobody-holds'],
			'Nobody who holds RFC 8999 could send it (tried: alice, bob, carol and 2 more). Try again later.',
		],
		[
			samples['name-invalid'],
			'"bob the peer" cannot be a peer\'s name: a name has no spaces. Choose another, for instance --name bob-the-peer.',
		],
		[{kind: 'not-issued', rfc: 26}, 'RFC 26 was not issued.'],
		[
			{kind: 'server-strange', host: '10.0.0.1', port: 80, closed: true},
			'What is at 10.0.0.1:80 closed the connection without an answer: an index server that has no room for more, or something else. Check --server, or try again.',
		],
		// Nothing is wrong with the folder, the server or the other peer.
		[
			{kind: 'write-failed', ...transfer, file: './got/rfc8881.txt', reason: 'too many open files', others: 3},
			'RFC 8881 could not be saved as ./got/rfc8881.txt (too many open files), nor could 3 others. Raise the limit of open files (ulimit -n) and start again.',
		],
		[
			{kind: 'peer-refused', ...transfer, address: '192.0.2.1', port: 6005, reason: 'too many open files'},
			'Cannot connect to erin at 192.0.2.1:6005 for RFC 8881 (too many open files). Raise the limit of open files (ulimit -n) and start again.',
		],
		[
			{kind: 'server-absent', host: '127.0.0.1', port: 5555, reason: 'too many open files'},
			'No index server answers at 127.0.0.1:5555 (too many open files). Raise the limit of open files (ulimit -n) and start again.',
		],
	])('%#', (failure, text) => {
		expect(sentence(failure)).toBe(text);
	});

	test('the flags and commands that help are named', () => {
		expect(sentence(samples['server-absent'])).toContain('--server HOST:5555');
		expect(sentence(samples['server-absent'])).toContain('127.0.0.1:5555 (connection refused)');
		const far = {kind: 'server-absent', host: '10.0.0.1', port: 5555, reason: 'no answer'} as const;
		expect(sentence(far)).toContain('(no answer). Check that it is running there and that no firewall is in between');
		expect(sentence({kind: 'port-in-use', role: 'server', port: 5555, free: 5556})).toContain('--port 5556');
		expect(sentence({kind: 'port-in-use', role: 'server', port: 5555})).toContain('--port 0 for any');
		// What refuses may be a peer that is not meant: its detail says so.
		expect(sentence(samples['server-refused'])).toMatch(
			/^The server refused ADD RFC 3: 400 Bad Request \(no title\)\.$/,
		);
		expect(sentence(samples.unreachable)).toMatch(/192\.168\.1\.35:6005: a firewall/);
		expect(sentence(samples['peer-refused'])).toContain('[::1]:6005');
		expect(sentence(samples['file-differs'])).toContain('--replace');
		// No peer has this flag.
		expect(sentence({kind: 'file-differs', rfc: 7, file: './rfc7.txt', bytes: 5, otherBytes: 6, added: true})).toBe(
			'./rfc7.txt is there already with other contents (5 bytes; the one offered has 6), so yours was not added as RFC 7. Delete that file first, or give yours another number.',
		);
		expect(sentence(samples['too-small'])).toContain('28x7 is too small: p2pci needs 60x16');
	});
});

test('a failure that is retried by itself comes without the advice to do that', () => {
	expect(factOf(samples['peer-refused'])).toMatch(/ or a firewall is in between\.$/);
	expect(factOf(samples['closed-early'])).toMatch(/ came, connection reset\)\.$/);
	expect(factOf(samples['not-joined'])).toBe(sentence(samples['not-joined']));
});

test('what was pasted by mistake leaves room for what is wrong with it', () => {
	const value = '\u65e5x'.repeat(2000);
	expect(sentence({kind: 'rfc-invalid', value})).toMatch(/^"(?:\u65e5x){13}…" is not an RFC number: /);
	expect(sentence({kind: 'flag-invalid', flag: '--port', value, expected: 'a port'})).toMatch(
		/…" is not valid for --port/,
	);
	expect(nothingMatches(value)).toMatch(/^Nothing matches `(?:\u65e5x){13}…` \(/);
});
