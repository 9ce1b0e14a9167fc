import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {printable} from '../../../source/text/printable.ts';
import {type ExplainedLine, explain} from '../../../source/ui/wire/explain.ts';
import fc from '../../helpers/properties.ts';
import {digest, recordText} from '../helpers/talk.ts';

const told = (text: string, request?: string): readonly ExplainedLine[] =>
	explain({text, request, bytes: Buffer.byteLength(text)});

const head = (...lines: readonly string[]): string => `${lines.map(line => `${line}\r\n`).join('')}\r\n`;

const peerText =
	'{"host":"bob","address":"10.0.0.5","port":6002,"rfcs":1,"version":"1.1","reachable":true,"os":"Linux","agent":"p2pci/1.0.0","joined":"2026-11-02T09:30:00Z","seen":"2026-11-02T09:31:40Z"}\n';
const problem = '{"title":"Conflict","status":409,"detail":"bob is taken.","joined":120,"lease":24}\n';
const json = 'Content-Type: application/x-ndjson';

/** Every form of request, and every form of answer to it, of RFC 900001 to RFC 900003. */
const forms: readonly (readonly [request: string, answers: readonly string[]])[] = [
	[
		head('ADD RFC 1 P2P-CI/1.0', 'Host: bob', 'Port: 6002', 'Title: A title'),
		['P2P-CI/1.0 200 OK\r\n\r\nRFC 1 A title bob 6002\r\n\r\n', 'P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n'],
	],
	[
		head('LOOKUP RFC 1 P2P-CI/1.0', 'Host: bob', 'Port: 6002', 'Title: A title'),
		[
			'P2P-CI/1.0 200 OK\r\n\r\nRFC 1 A title bob 6002\r\nRFC 1 Another title 2001:db8::9 6003\r\n\r\n',
			'P2P-CI/1.0 404 Not Found\r\n\r\n\r\n',
			'P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n\r\n',
		],
	],
	[head('LIST ALL P2P-CI/1.0', 'Host: bob', 'Port: 6002'), ['P2P-CI/1.0 200 OK\r\n\r\n\r\n']],
	[head('REMOVE RFC 1 P2P-CI/1.0', 'Host: bob', 'Port: 6002'), ['P2P-CI/1.0 200 OK\r\n\r\nRFC 1 A bob 6002\r\n\r\n']],
	[head('JOIN PEER P2P-CI/1.0', 'Host: bob', 'Port: 6002'), ['P2P-CI/1.0 200 OK\r\n\r\n\r\n']],
	[head('LEAVE PEER P2P-CI/1.0', 'Host: bob', 'Port: 6002'), ['P2P-CI/1.0 404 Not Found\r\n\r\n\r\n']],
	[
		head('GET RFC 1 P2P-CI/1.0', 'Host: bob', 'OS: Linux'),
		[
			head(
				'P2P-CI/1.0 200 OK',
				'Date: Mon, 02 Nov 2026 09:30:00 GMT',
				'OS: Linux',
				'Last-Modified: Sun, 01 Nov 2026 18:00:00 GMT',
				'Content-Length: 18',
				'Content-Type: text/plain',
			),
			head('P2P-CI/1.0 404 Not Found', 'Date: Mon, 02 Nov 2026 09:30:00 GMT', 'OS: Linux'),
		],
	],
	[
		head(
			'JOIN PEER P2P-CI/1.1',
			'Host: bob',
			'Port: 6002',
			'Address: 10.0.0.5',
			'OS: Linux',
			'User-Agent: x',
			'Token: ****',
		),
		[
			head(
				'P2P-CI/1.1 200 OK',
				'Token: ****',
				'Lease: 30',
				'Address: 10.0.0.5',
				'Server: x',
				'Generation: k3f9-7',
				'Content-Length: 0',
			),
			head(
				'P2P-CI/1.1 409 Conflict',
				'Retry-After: 24',
				'Content-Type: application/problem+json',
				'Content-Length: 80',
			) + problem,
		],
	],
	[
		head('RENEW PEER P2P-CI/1.1', 'Host: bob', 'Token: ****'),
		[
			head('P2P-CI/1.1 200 OK', 'Lease: 30', 'Reachable: ?1', 'Content-Length: 0'),
			head('P2P-CI/1.1 401 Unauthorized', 'Content-Length: 0'),
		],
	],
	[head('LEAVE PEER P2P-CI/1.1', 'Host: bob', 'Token: ****'), [head('P2P-CI/1.1 200 OK', 'Content-Length: 0')]],
	[
		head(
			'ADD RFC 1 P2P-CI/1.1',
			'Host: bob',
			'Token: ****',
			'Title: A',
			'Size: 18',
			`Repr-Digest: ${digest}`,
			'Last-Modified: Sun, 01 Nov 2026 18:00:00 GMT',
		),
		[head('P2P-CI/1.1 200 OK', 'Content-Length: 0')],
	],
	[
		head('REMOVE RFC 1 P2P-CI/1.1', 'Host: bob', 'Token: ****'),
		[head('P2P-CI/1.1 404 Not Found', 'Content-Length: 0')],
	],
	[
		head('LOOKUP RFC 1 P2P-CI/1.1'),
		[head('P2P-CI/1.1 200 OK', json, 'Content-Length: 99') + recordText('bob') + recordText('eve')],
	],
	[
		head('LIST ALL P2P-CI/1.1', 'Offset: 0', 'Limit: 10', 'If-None-Match: "k3f9-7"'),
		[
			head('P2P-CI/1.1 200 OK', json, 'ETag: "k3f9-7"', 'Total: 1', 'Content-Length: 99') + recordText('bob'),
			head('P2P-CI/1.1 304 Not Modified', 'ETag: "k3f9-7"', 'Total: 2', 'Content-Length: 0'),
		],
	],
	[
		head('LIST PEERS P2P-CI/1.1', 'Offset: 0', 'Limit: 1'),
		[head('P2P-CI/1.1 200 OK', json, 'ETag: "k3f9-7"', 'Total: 1') + peerText],
	],
	[
		head('SEARCH ALL P2P-CI/1.1', 'Query: http', 'Limit: 5'),
		[
			`${head('P2P-CI/1.1 200 OK', json, 'Content-Length: 9')}{"rfc":1,"title":"A","holders":2}\n`,
			head('P2P-CI/1.1 503 Service Unavailable', 'Retry-After: 5', 'Content-Length: 0'),
		],
	],
	[
		head('WATCH CHANGES P2P-CI/1.1', 'Since: k3f9-7'),
		[
			head('P2P-CI/1.1 200 OK', json, 'Generation: k3f9-8'),
			...['peer-joined', 'peer-left', 'rfc-added', 'rfc-changed', 'rfc-removed', 'heartbeat', 'resync'].map(
				event => `{"event":"${event}","generation":"k3f9-8"}\n`,
			),
		],
	],
	[
		head(
			'GET RFC 1 P2P-CI/1.1',
			'Host: bob',
			'Range: bytes=2-10',
			'If-Range: "x"',
			'Accept-Encoding: zstd, gzip',
			'If-None-Match: "x"',
		),
		[
			head(
				'P2P-CI/1.1 206 Partial Content',
				'ETag: "x"',
				`Repr-Digest: ${digest}`,
				'Accept-Ranges: bytes',
				'Content-Range: bytes 2-10/18',
				'Content-Length: 9',
			),
			head(
				'P2P-CI/1.1 200 OK',
				'Content-Encoding: zstd',
				`Unencoded-Digest: ${digest}`,
				'Vary: Accept-Encoding',
				'Content-Length: 9',
			),
			head('P2P-CI/1.1 416 Range Not Satisfiable', 'Content-Range: bytes */18', 'Content-Length: 0'),
			head('P2P-CI/1.1 503 Service Unavailable', 'Retry-After: 2', 'Content-Length: 0'),
		],
	],
	[head('HEAD RFC 1 P2P-CI/1.1'), [head('P2P-CI/1.1 200 OK', 'Content-Type: text/plain', 'Content-Length: 18')]],
];

const first = (text: string): string => text.split('\r\n')[0] ?? '';
const all = forms.flatMap(([request, answers]) => [
	{of: first(request), lines: told(request)},
	...answers.map(answer => ({of: `${first(request)}: ${first(answer)}`, lines: told(answer, first(request))})),
]);

describe('an explained message', () => {
	it.each(all)('leaves no part of it without a word: $of', ({lines}) => {
		for (const {text, gloss, notes} of lines) {
			expect(gloss, text).not.toBe('');
			expect(`${gloss} ${notes.map(({says}) => says).join(' ')}`, text).not.toMatch(
				/does not know|not known|Not understood as/,
			);
		}
		const [start] = lines;
		if (start?.text.startsWith('{') === false) expect(start.notes.length).toBe(3);
	});

	it('names sections that are there, in the documents that come with the program', () => {
		const places = new Set(all.flatMap(({lines}) => lines.flatMap(({notes}) => notes.map(({where}) => where))));
		expect(places.size).toBeGreaterThan(20);
		for (const where of places) {
			const [, number, section] = /^RFC (9000\d\d), (\d+(?:\.\d+)*)$/.exec(where) ?? [];
			expect(number, where).toBeDefined();
			const document = readFileSync(new URL(`../../../rfcs/rfc${number}.txt`, import.meta.url), 'utf8');
			expect(
				document.split('\n').some(line => line.startsWith(`${section}.  `)),
				where,
			).toBe(true);
		}
	});

	it('says that nothing follows a head where nothing does', () => {
		const lastOf = (text: string, request: string): string => told(text, request).at(-1)?.gloss ?? '';
		const nothing = head('P2P-CI/1.1 200 OK', 'Lease: 30', 'Content-Length: 0');
		expect(lastOf(nothing, 'RENEW PEER P2P-CI/1.1')).toBe('end of the answer');
		expect(lastOf(head('P2P-CI/1.1 200 OK', 'Content-Length: 9'), 'LIST ALL P2P-CI/1.1')).toBe('the body follows');
		const size = head('P2P-CI/1.1 200 OK', 'Content-Length: 9');
		expect(lastOf(size, 'HEAD RFC 1 P2P-CI/1.1')).toBe('end of the answer');
		expect(lastOf(size, 'GET RFC 1 P2P-CI/1.1')).toBe('the file follows');
	});

	it('says where the head ends, what ends the records, and what is in each column', () => {
		const lines = told(
			'P2P-CI/1.0 200 OK\r\n\r\nRFC 9293 Transmission Control Protocol alice 6001\r\n\r\n',
			'LOOKUP RFC 9293 P2P-CI/1.0',
		);
		expect(lines.map(({text, gloss}) => `${text} ${gloss}`)).toEqual([
			'P2P-CI/1.0 200 OK␍␊ it worked',
			'␍␊ the records follow',
			'RFC 9293 Transmission Control Protocol alice 6001␍␊ alice has it',
			'␍␊ end of the records',
		]);
		expect(lines[2]?.notes.map(({part}) => part)).toEqual([
			'RFC 9293',
			'Transmission Control Protocol',
			'alice',
			'6001',
		]);
	});

	it('tells what other programs do otherwise', () => {
		const notes = (text: string): string =>
			told(text)
				.flatMap(line => line.notes.map(note => note.says))
				.join('\n');
		expect(notes('LOOKUP RFC 1 P2P-CI/1.0\nHost: bob\n\n')).toContain('A line feed alone');
		expect(notes('ADD RFC 1 P2P-CI/1.0\nHost: a\nhost: b\n\n').match(/A line feed alone/g)).toHaveLength(1);
		expect(notes('ADD RFC 1 P2P-CI/1.0\nHost: a\nhost: b\n\n')).toContain('the first one counts');
		expect(notes('ADD RFC 1 P2P-CI/1.1\nHost: a\nhost: b\n\n')).toContain('refused with 400');
		expect(notes('\r\nLOOKUP RFC 1 P2P-CI/1.0\r\n\r\n')).toContain('receivers skip it');
		expect(notes('LOOKUP RFC 1 P2P-CI/1.0\r\nHost : bob\r\n\r\n')).toContain('White space before the colon');
		expect(notes('LOOKUP RFC 1 P2P-CI/1.0\r\nColour: red\r\n\r\n')).toContain('does not know');
		expect(notes('GET / HTTP/1.1\r\nHost: x\r\n\r\n')).toContain('the answer is 400');
		expect(notes('LOOKUP RFC 1 P2P-CI/9.9\r\n\r\n')).toContain('the answer is 505');
		expect(notes('constructor toString valueOf\r\n\r\n')).toContain('the answer is 400');
	});

	it('finds the records of servers that send no blank line before them, whatever colons are in them', () => {
		const answer = 'P2P-CI/1.0 200 OK\r\nRFC 791 IP: the protocol bob 6001\r\nRFC: 793 TCP carol 6002\r\n';
		const glosses = told(answer, 'LIST ALL P2P-CI/1.0').map(line => line.gloss);
		expect(glosses).toEqual(['it worked', 'bob has it', 'carol has it']);
	});

	it('takes LF CR for a line end, as receivers do', () => {
		const glosses = told('LOOKUP RFC 1 P2P-CI/1.0\n\rHost: bob\n\r\n').map(line => line.gloss);
		expect(glosses).toEqual(['who has it?', 'who asks', 'end of the request']);
	});

	it('misses the blank line behind a request, which many programs forget', () => {
		const last = (text: string): string | undefined => told(text).at(-1)?.notes.at(-1)?.says;
		expect(last('LOOKUP RFC 1 P2P-CI/1.0\r\nHost: bob\r\n')).toContain('A request needs one');
		expect(last('LIST ALL P2P-CI/1.1')).toContain('A request needs one');
		expect(last('LIST ALL P2P-CI/1.1\r\n\r\n')).not.toContain('needs one');
		expect(last('P2P-CI/1.0 404 Not Found\r\n')).not.toContain('needs one');
	});

	it('is safe to show whatever bytes came', () => {
		const hostile = fc.oneof(
			fc.string({unit: 'binary', maxLength: 200}),
			fc
				.array(
					fc.constantFrom(
						'P2P-CI/1.1',
						' ',
						'200',
						'\r\n',
						'\n',
						':',
						'{"event":',
						'"',
						'}',
						'\u001b[2J',
						'\u202e',
						'RFC',
						'1',
						'GET',
						'__proto__',
					),
					{maxLength: 30},
				)
				.map(parts => parts.join('')),
		);
		fc.assert(
			fc.property(hostile, hostile, (text, request) => {
				const lines = told(text, request);
				for (const {text: line, gloss, notes} of lines) {
					for (const shown of [line, gloss, ...notes.flatMap(({part, says, where}) => [part, says, where])]) {
						expect(printable(shown)).toBe(shown);
					}
				}
			}),
			{numRuns: 300},
		);
	});
});
