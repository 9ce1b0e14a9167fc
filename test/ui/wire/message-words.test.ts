import {describe, expect, it} from 'vitest';
import type {WireEntry} from '../../../source/net/wire-log.ts';
import {isProbe, messageWords, withoutVersion, withShortRange} from '../../../source/ui/wire/message-words.ts';
import {recordText} from '../helpers/talk.ts';

const event = (summary: string): WireEntry => ({
	id: 1,
	time: 0,
	direction: 'event',
	party: 'bob',
	summary,
	bytes: 0,
	text: summary,
	exchange: 1,
});

const answer = (text: string, summary = 'OK', more: Partial<WireEntry> = {}): WireEntry => ({
	...event(summary),
	direction: 'received',
	status: 200,
	text,
	bytes: Buffer.byteLength(text),
	...more,
});

const head = 'P2P-CI/1.1 200 OK\r\nContent-Length: 9\r\n\r\n';

describe('a message in a few words', () => {
	it.each([
		['LOOKUP RFC 2616 P2P-CI/1.1', head + recordText('alice'), '1 record'],
		[
			'LOOKUP RFC 2616 P2P-CI/1.1',
			head + recordText('alice') + recordText('bob').replace('ZpcR', 'abcd'),
			'2 records, 2 digests',
		],
		[
			'LOOKUP RFC 9 P2P-CI/1.0',
			'P2P-CI/1.0 200 OK\r\n\r\nRFC 9 A title bob 6001\r\nRFC 9 A alice 6002\r\n\r\n',
			'2 records',
		],
		['LIST ALL P2P-CI/1.1', head, '0 records'],
		['LIST PEERS P2P-CI/1.1', `${head}{"host":"bob"}\n`, '1 peer'],
		['SEARCH ALL P2P-CI/1.1', `${head}{"rfc":1}\n{"rfc":2}\n`, '2 RFCs'],
		['JOIN PEER P2P-CI/1.1', 'P2P-CI/1.1 200 OK\r\nLease: 30\r\n\r\n', 'OK, lease 30 s'],
		['RENEW PEER P2P-CI/1.1', 'P2P-CI/1.1 200 OK\r\nReachable: ?0\r\n\r\n', 'OK, but not reachable'],
		['ADD RFC 1 P2P-CI/1.1', head, 'OK'],
	])('%s', (request, text, words) => {
		expect(messageWords(answer(text), event(request))).toBe(words);
	});

	it('counts no lines of an answer that is not here whole', () => {
		const cutOff = answer(head + recordText('alice'), 'OK', {bytes: 90_000});
		expect(messageWords(cutOff, event('LIST ALL P2P-CI/1.1'))).toBe('OK');
		const counted = answer(cutOff.text, 'OK', {bytes: 90_000, lines: 2000});
		expect(messageWords(counted, event('LIST ALL P2P-CI/1.1'))).toBe('2,000 records');
	});

	it('groups digits, and shows nothing that could harm', () => {
		expect(messageWords(answer(head, 'OK, 422279 bytes'), event('GET RFC 1 P2P-CI/1.1'))).toBe('OK, 422,279 bytes');
		const closed = event('closed after 7428554 of 50340629 bytes');
		expect(messageWords(closed, undefined)).toBe('closed after 7,428,554 of 50,340,629 bytes');
		expect(messageWords(event('GET \u001b[2J\u202e'), undefined)).toBe('GET ␛[2J\ufffd');
	});

	it('tells which bytes are asked for, and which come, in the same words on both sides', () => {
		const asks = (range: string): WireEntry => ({
			...event('GET RFC 1 P2P-CI/1.1'),
			direction: 'sent',
			text: `GET RFC 1 P2P-CI/1.1\r\nHost: bob\r\nRange: ${range}\r\n\r\n`,
		});
		expect(messageWords(asks('bytes=131072-262143'), undefined)).toBe('GET RFC 1 P2P-CI/1.1, bytes 131,072-262,143');
		expect(messageWords(asks('bytes=5000-'), undefined)).toBe('GET RFC 1 P2P-CI/1.1, bytes 5,000-');
		expect(messageWords(asks('bytes=\u001b[2J'), undefined)).toBe('GET RFC 1 P2P-CI/1.1');
		expect(withoutVersion('GET RFC 1 P2P-CI/1.1, bytes 5,000-')).toBe('GET RFC 1, bytes 5,000-');
		expect(withShortRange('GET RFC 1 P2P-CI/1.1, bytes 5,000-')).toBe('GET RFC 1, bytes 5,000-');
		expect(withShortRange('Partial Content, bytes 0-4 of 9')).toBe('bytes 0-4 of 9');
		expect(withShortRange('GET RFC 1 P2P-CI/1.1')).toBe('GET RFC 1 P2P-CI/1.1');
		const part = 'P2P-CI/1.1 206 Partial Content\r\nContent-Range: bytes 0-4999/1000000\r\n\r\n';
		for (const summary of ['Partial Content, 5000 bytes', 'Partial Content, bytes 0-4999 of 1000000']) {
			const words = messageWords(answer(part, summary, {status: 206}), asks('bytes=0-4999'));
			expect(words).toBe('Partial Content, bytes 0-4,999 of 1,000,000');
		}
		const cutOff = answer(part, 'Partial Content, only 1234 bytes came', {status: 206});
		expect(messageWords(cutOff, asks('bytes=0-4999'))).toBe('Partial Content, only 1,234 bytes came');
	});

	it('knows a try of a port from other things that happen', () => {
		expect(isProbe(event('probe :6005 answers'))).toBe(true);
		expect(isProbe(event('closed'))).toBe(false);
	});
});
