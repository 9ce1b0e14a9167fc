/** A conversation as a peer's log has it: bob asks the index, gets from alice, is asked by carol, and is told 404. */
import {WireLog} from '../../../source/net/wire-log.ts';
import {noon} from './fake-server.ts';

export const digest = 'sha-256=:ZpcRhoTkQ50+8CXz/73PF8t13Zy15Q8AKtE0y7PJ/8k=:';

export const recordText = (host: string): string =>
	`{"rfc":2616,"title":"HTTP/1.1","host":"${host}","address":"10.0.0.5","port":6001,"size":18,"digest":"${digest}"}\n`;

const records = recordText('alice') + recordText('dave');

export function talk(log = new WireLog()): WireLog {
	const say = (
		ms: number,
		party: string,
		lines: readonly string[],
		more: {
			readonly exchange?: number;
			readonly status?: number;
			readonly way?: 'sent' | 'received';
			readonly words?: string;
			readonly body?: string;
			readonly bytes?: number;
		} = {},
	): number => {
		const {exchange, status, way = 'sent', words = lines[0] ?? '', body = '', bytes} = more;
		const text = `${lines.map(line => `${line}\r\n`).join('')}\r\n${body}`;
		return log.add({
			time: noon + ms,
			direction: way,
			party,
			summary: words,
			bytes: bytes ?? Buffer.byteLength(text),
			text,
			...(status === undefined ? {} : {status, duration: 0.4}),
			...(exchange === undefined ? {} : {exchange}),
		});
	};
	const index = 'index server';
	const asked = say(118, index, ['LOOKUP RFC 2616 P2P-CI/1.1']);
	say(
		119,
		index,
		['P2P-CI/1.1 200 OK', 'Content-Type: application/x-ndjson', `Content-Length: ${Buffer.byteLength(records)}`],
		{
			exchange: asked,
			status: 200,
			way: 'received',
			words: 'OK',
			body: records,
		},
	);
	const got = say(121, 'alice :6001', ['GET RFC 2616 P2P-CI/1.1', 'Host: bob', 'OS: Linux 6.1']);
	say(1778, 'alice :6001', ['P2P-CI/1.1 200 OK', 'Content-Length: 422279'], {
		exchange: got,
		status: 200,
		way: 'received',
		words: 'OK, 422279 bytes',
		bytes: 422_580,
	});
	const wanted = say(2020, 'carol', ['GET RFC 7540 P2P-CI/1.0', 'Host: carol', 'OS: Linux'], {way: 'received'});
	say(2900, 'carol', ['P2P-CI/1.0 200 OK', 'Content-Length: 209920'], {
		exchange: wanted,
		status: 200,
		words: 'OK, 209920 bytes',
		bytes: 210_100,
	});
	const missing = say(3000, index, ['LOOKUP RFC 8999 P2P-CI/1.1']);
	say(3001, index, ['P2P-CI/1.1 404 Not Found', 'Content-Type: application/problem+json', 'Content-Length: 0'], {
		exchange: missing,
		status: 404,
		way: 'received',
		words: 'Not Found',
	});
	log.addEvent({time: noon + 3500, party: 'erin :6005', what: 'closed after 7 of 18 bytes', trouble: true, text: ''});
	return log;
}
