import type {RawClient} from '../helpers/raw-client.ts';
import type {Sender} from './classic.ts';

/** P2P-CI/1.1 as bytes, written from the specification alone and sharing nothing with the program. */

/** An answer of 1.1, taken apart. */
export type Answer = {
	readonly statusLine: string;
	readonly code: number;
	/** In order, names as received. */
	readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
	/** UTF-8 decoded. */
	readonly body: string;
};

export type Values = Readonly<Record<string, string | number>>;

/** A request exactly as senders write it. */
export const modernRequest = (line: string, fields: Values = {}): string =>
	`${line} P2P-CI/1.1\r\n${Object.entries(fields)
		.map(([name, value]) => `${name}: ${value}\r\n`)
		.join('')}\r\n`;

/** The value of a field, in any case; `undefined` when it is absent; throws when it occurs twice. */
export function field(answer: Answer, name: string): string | undefined {
	const found = answer.fields.filter(([key]) => key.toLowerCase() === name.toLowerCase());
	if (found.length > 1) throw new Error(`${name} comes twice: ${JSON.stringify(answer.fields)}`);
	return found[0]?.[1];
}

/**
 * Reads one answer and checks its framing strictly: CRLF, one space after the colon and none at the end,
 * Content-Length bytes of body.
 */
export async function readAnswer(client: RawClient): Promise<Answer> {
	const head = await client.readThrough('\r\n\r\n');
	const [statusLine = '', ...lines] = head.slice(0, -4).split('\r\n');
	const status = /^P2P-CI\/1\.1 (\d{3}) [A-Z][ -~]*[a-z]$|^P2P-CI\/1\.1 (200) OK$/.exec(statusLine);
	if (!status) throw new Error(`no status line of 1.1: ${JSON.stringify(head)}`);
	const fields = lines.map(line => {
		const [, name, value] = /^([!-9;-~]+): (\S(?:.*\S)?)$/.exec(line) ?? [];
		if (name === undefined || value === undefined) throw new Error(`no field line: ${JSON.stringify(line)}`);
		return [name, Buffer.from(value, 'latin1').toString()] as const;
	});
	const answer: Answer = {statusLine, code: Number(status[1] ?? status[2]), fields, body: ''};
	const length = field(answer, 'Content-Length');
	if (length === undefined && answer.code === 304) return answer;
	if (!/^\d+$/.test(length ?? '')) throw new Error(`no Content-Length: ${JSON.stringify(head)}`);
	const body = await client.read(Number(length));
	return {...answer, body: Buffer.from(body, 'latin1').toString()};
}

/** Sends one request on a connection that stays open and reads its answer; throws when anything else came before it. */
export async function ask(client: RawClient, bytes: string | Uint8Array): Promise<Answer> {
	if (client.pending !== '') throw new Error(`bytes that nobody asked for: ${JSON.stringify(client.pending)}`);
	await client.send(bytes);
	return readAnswer(client);
}

/** Joins and returns the Token. */
export async function join(client: RawClient, {host, port}: Sender, more: Values = {}): Promise<string> {
	const answer = await ask(client, modernRequest('JOIN PEER', {Host: host, Port: port, ...more}));
	const token = field(answer, 'Token');
	if (answer.code !== 200 || token === undefined) throw new Error(`no JOIN: ${JSON.stringify(answer)}`);
	return token;
}

/** The objects of an NDJSON body, with their members in the order on the wire. */
export function objectsOf(answer: Answer): ReadonlyArray<Readonly<Record<string, unknown>>> {
	if (answer.body === '') return [];
	if (!answer.body.endsWith('\n')) throw new Error(`a last line without end: ${JSON.stringify(answer.body)}`);
	return answer.body
		.slice(0, -1)
		.split('\n')
		.map(line => JSON.parse(line));
}
