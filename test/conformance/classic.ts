import {RawClient, type Route} from '../helpers/raw-client.ts';

/** P2P-CI/1.0 as bytes, written from the specification alone and sharing nothing with the program. */

/** `["Host", "bob"]` and the like, in the order in which they are sent. */
export type FieldList = ReadonlyArray<readonly [name: string, value: string | number]>;

/** A request exactly as senders write it. */
export const request = (line: string, fields: FieldList = []): string =>
	`${line}\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

/** Who sends a 1.0 request. */
export type Sender = {readonly host: string; readonly port: number};

let crews = 0;

/**
 * Peers that no other test of the file has, at ports where nothing listens: they are in the index for as long as
 * the connection that added them. Their hosts are in the order of the alphabet.
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

/** The whole answer 200 with these record lines. */
export const ok = (...records: readonly string[]): string =>
	`P2P-CI/1.0 200 OK\r\n\r\n${records.map(line => `${line}\r\n`).join('')}\r\n`;

export const badRequest = 'P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n';
export const notFound = 'P2P-CI/1.0 404 Not Found\r\n\r\n\r\n';
export const versionNotSupported = 'P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n\r\n';

/** A request whose answer no other request of these tests gets, so that it marks the end of the answer before. */
const mark = request('LIST ALL P2P-CI/0.0');

/**
 * Sends bytes on a connection that stays open and gives back all that comes, up to the answer to a marking request
 * that follows. So an answer that is too long is seen as well as one that is too short.
 */
export async function ask(client: RawClient, bytes: string | Uint8Array): Promise<string> {
	await client.send(bytes);
	await client.send(mark);
	const all = await client.readThrough(versionNotSupported);
	return all.slice(0, -versionNotSupported.length);
}

/** Sends bytes on a connection of their own, half-closes, and gives back all that comes until the server closes. */
export async function askOnce(route: Route, bytes: string | Uint8Array): Promise<string> {
	await using client = await RawClient.connect(route);
	await client.send(bytes);
	client.halfClose();
	return await client.readUntilClose();
}

/** Sends bytes and gives back all that comes until the server closes by itself. */
export async function askUntilClose(route: Route, bytes: string | Uint8Array): Promise<string> {
	await using client = await RawClient.connect(route);
	await client.send(bytes);
	return await client.readUntilClose();
}

/** The record lines of an answer 200, without their ends; throws for every other answer. */
export function recordsOf(answer: string): readonly string[] {
	const head = 'P2P-CI/1.0 200 OK\r\n\r\n';
	if (!answer.startsWith(head) || !answer.endsWith('\r\n')) throw new Error(`no answer 200: ${JSON.stringify(answer)}`);
	const lines = answer.slice(head.length, -2);
	return lines === '' ? [] : lines.slice(0, -2).split('\r\n');
}
