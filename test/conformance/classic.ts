import {RawClient, type Route} from '../helpers/raw-client.ts';

/** P2P-CI/1.0 as bytes, written from the specification alone and sharing nothing with the program. */

/** `["Host", "bob"]` and the like, in the order in which they are sent. */
export type FieldList = ReadonlyArray<readonly [name: string, value: string | number]>;

/** A request exactly as senders write it. */
export const request = (line: string, fields: FieldList = []): string =>
	`${line}\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

/** The identity of a peer in a 1.0 request. */
export type Sender = {readonly host: string; readonly port: number};

let crews = 0;

/**
 * Peers that no other test of the file uses, at ports where nothing listens: they stay in the index as long as the
 * connection that added them. Their hosts sort alphabetically.
 */
export function newPeers(): {readonly alice: Sender; readonly bob: Sender; readonly carol: Sender} {
	const crew = ++crews;
	return {
		alice: {host: `alice-${crew}.example`, port: 1},
		bob: {host: `bob-${crew}.example`, port: 1},
		carol: {host: `carol-${crew}.example`, port: 1},
	};
}

const identity = ({host, port}: Sender): FieldList => [
	['Host', host],
	['Port', port],
];

export const join = (sender: Sender): string => request('JOIN PEER P2P-CI/1.0', identity(sender));
export const leave = (sender: Sender): string => request('LEAVE PEER P2P-CI/1.0', identity(sender));
export const add = (sender: Sender, rfc: number | string, title: string): string =>
	request(`ADD RFC ${rfc} P2P-CI/1.0`, [...identity(sender), ['Title', title]]);
export const remove = (sender: Sender, rfc: number | string): string =>
	request(`REMOVE RFC ${rfc} P2P-CI/1.0`, identity(sender));
export const lookup = (rfc: number | string): string => request(`LOOKUP RFC ${rfc} P2P-CI/1.0`, [['Host', 'asker']]);
export const list: string = request('LIST ALL P2P-CI/1.0', [['Host', 'asker']]);

/** One record line, without its end. */
export const record = (rfc: number, title: string, {host, port}: Sender): string =>
	`RFC ${rfc} ${title} ${host} ${port}`;

/** A complete 200 with these record lines. */
export const ok = (...records: readonly string[]): string =>
	`P2P-CI/1.0 200 OK\r\n\r\n${records.map(line => `${line}\r\n`).join('')}\r\n`;

export const badRequest = 'P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n';
export const notFound = 'P2P-CI/1.0 404 Not Found\r\n\r\n\r\n';
export const versionNotSupported = 'P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n\r\n';

/** A request whose answer no other request of these tests gets, so that it marks the end of the answer before it. */
const mark = request('LIST ALL P2P-CI/0.0');

/**
 * Sends bytes on a connection that stays open and returns everything up to the answer to a marker request that
 * follows. This detects answers that are too long as well as too short ones.
 */
export async function ask(client: RawClient, bytes: string | Uint8Array): Promise<string> {
	await client.send(bytes);
	await client.send(mark);
	const all = await client.readThrough(versionNotSupported);
	return all.slice(0, -versionNotSupported.length);
}

/** Sends bytes on a separate connection, half-closes it, and returns everything until the server closes. */
export async function askOnce(route: Route, bytes: string | Uint8Array): Promise<string> {
	await using client = await RawClient.connect(route);
	await client.send(bytes);
	client.halfClose();
	return await client.readUntilClose();
}

/** Sends bytes and returns everything until the server closes by itself. */
export async function askUntilClose(route: Route, bytes: string | Uint8Array): Promise<string> {
	await using client = await RawClient.connect(route);
	await client.send(bytes);
	return await client.readUntilClose();
}

/** The record lines of a 200, without their line ends; throws for every other answer. */
export function recordsOf(answer: string): readonly string[] {
	const head = 'P2P-CI/1.0 200 OK\r\n\r\n';
	if (!answer.startsWith(head) || !answer.endsWith('\r\n')) throw new Error(`no answer 200: ${JSON.stringify(answer)}`);
	const lines = answer.slice(head.length, -2);
	return lines === '' ? [] : lines.slice(0, -2).split('\r\n');
}
