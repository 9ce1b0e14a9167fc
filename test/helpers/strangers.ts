/** Strangers who send everything that may harm a screen: to an index, to a peer, and to those who download from them. */
import type {Socket} from 'node:net';
import {setTimeout} from 'node:timers/promises';
import {documentText} from './documents.ts';
import {controls, formats, names} from './hostile.ts';
import {RawClient} from './raw-client.ts';
import {renewals} from './renewals.ts';
import {digestOfBytes, type Uploader, uploader} from './uploader.ts';

const all = [...controls, ...formats];

/** A field value: a line end in it would end the field. */
const field = (text: string): string => text.replaceAll(/[\r\n]/g, ' ');

/** A document full of hostile text. Its first lines also appear above it in the reader. */
export const hostileText = (rfc: number): string =>
	`Category: Stan\u001b[5;8m\u202edards\n${documentText(rfc, 'Attacks on Those Who Read')}\n\n${all.map((each, index) => `${index + 1}.  Section ${field(each)}\n\n   Text ${each} of [RFC${field(each)}]\n\n`).join('\f\n')}`;

const document = Buffer.from(hostileText(667));

/** Documents of the strangers; the second one is so slow that its end causes a notification. */
const quickRfc = 667;
const slowRfc = 668;
const slowName = names[4] ?? '';

async function trickle(socket: Socket): Promise<void> {
	// Longer than the 10 s after which an end causes a notification.
	const parts = 14;
	for (let part = 0; part < parts && !socket.destroyed; part++) {
		const start = Math.floor((document.length * part) / parts);
		socket.write(document.subarray(start, Math.floor((document.length * (part + 1)) / parts)));
		await setTimeout(900);
	}
}

/** An upload server that answers maliciously. */
const mallory = (): Promise<Uploader> =>
	uploader('mallory', ({rfc, method, socket}) => {
		const strange = field(all[rfc % all.length] ?? '');
		if (rfc !== quickRfc && rfc !== slowRfc) {
			socket.end(`P2P-CI/1.1 404 ${strange}\r\nOS: ${strange}\r\n${strange}: x\r\nContent-Length: 0\r\n\r\n`);
			return;
		}
		const head = `OS: ${strange}\r\nRepr-Digest: ${digestOfBytes(document)}\r\nContent-Length: ${document.length}`;
		socket.write(`P2P-CI/1.1 200 ${strange}\r\n${head}\r\n\r\n`);
		if (method === 'HEAD') return;
		if (rfc === slowRfc) void trickle(socket);
		else socket.write(document);
	});

const firstRfc = 600;

/**
 * Joins an index under every name, with every text in every field, and offers documents; rejected requests are on the
 * wire all the same. The strangers stay, however long the screens are looked at, and leave when disposed.
 */
export async function attackIndex(port: number): Promise<AsyncDisposable> {
	await using open = new AsyncDisposableStack();
	const quick = open.use(await mallory());
	const slow = open.use(await mallory());
	for (const [at, name] of names.entries()) {
		const client = open.use(await RawClient.connect({port}));
		const uploads = (name === slowName ? slow : quick).port;
		const strange = (more: number) => field(all[(at + more) % all.length] ?? '');
		const about = `OS: ${strange(0)}\r\nUser-Agent: ${strange(1)}\r\nAddress: ${strange(2)}`;
		await client.send(`JOIN PEER P2P-CI/1.1\r\nHost: ${name}\r\nPort: ${uploads}\r\n${about}\r\n\r\n`);
		await client.send(
			`JOIN PEER P2P-CI/1.1\r\nHost: ${name}\r\nPort: ${uploads}\r\nOS: ${strange(0)}\r\nUser-Agent: ${strange(1)}\r\n\r\n`,
		);
		for (const [index, title] of all.entries()) {
			const rfc = firstRfc + index;
			await client.send(`ADD RFC ${rfc} P2P-CI/1.1\r\nHost: ${name}\r\nTitle: T ${field(title)}\r\n\r\n`);
		}
		const digest = `Size: ${document.length}\r\nRepr-Digest: ${digestOfBytes(document)}`;
		const title = `Title: Attacks ${field(formats[0] ?? '')}`;
		await client.send(
			`ADD RFC ${name === slowName ? slowRfc : quickRfc} P2P-CI/1.1\r\nHost: ${name}\r\n${title}\r\n${digest}\r\n\r\n`,
		);
		await client.send(`LOOKUP RFC 601 P2P-CI/1.0\r\nHost: ${strange(3)}\r\n\r\n`);
		await client.send(`SEARCH ALL P2P-CI/1.1\r\nQuery: ${strange(3)}\r\n\r\n`);
		open.use(renewals(client, name));
	}
	const classic = open.use(await RawClient.connect({port}));
	for (const name of names)
		await classic.send(
			`ADD RFC 666 P2P-CI/1.0\r\nHost: ${name}\r\nPort: ${quick.port}\r\nTitle: ${field(formats[3] ?? '')}\r\n\r\n`,
		);
	await garbage(port);
	return open.move();
}

/** Sends bytes that are not a request, to any port. */
async function garbage(port: number): Promise<void> {
	for (const text of all) {
		await using client = await RawClient.connect({port});
		await client.send(
			`${text}\r\n\r\nGET ${text} HTTP/1.1\r\n\r\nGET RFC 1 P2P-CI/1.0\r\nHost: ${field(text)}\r\nOS: ${field(text)}\r\n\r\n`,
		);
		client.halfClose();
		await client.closed();
	}
}

/** Downloads a document from a peer under every name, as slowly as it sends. */
export async function attackPeer(port: number): Promise<void> {
	await garbage(port);
	for (const [at, name] of names.entries()) {
		await using client = await RawClient.connect({port});
		await client.send(`GET RFC 700 P2P-CI/1.1\r\nHost: ${name}\r\nOS: ${field(all[at] ?? '')}\r\n\r\n`);
		await client.readThrough('\r\n\r\n');
	}
}
