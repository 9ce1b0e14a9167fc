/** Sends what was selected of a document: head and bytes, in a slot, told to the screen. */
import {setTimeout as wait} from 'node:timers/promises';
import type {ServerConnection} from '../net/connection.ts';
import type {Version} from '../protocol/message.ts';
import {Pacer} from './pace.ts';
import type {ByteRange} from './range-request.ts';
import type {Opened, ReadAhead} from './upload-ahead.ts';
import {classicHead, documentHead, type Sender} from './upload-answers.ts';
import {Encoder} from './upload-encoder.ts';
import type {Answered} from './upload-log.ts';
import type {FilePiece} from './upload-piece.ts';
import type {FileReader} from './upload-reader.ts';
import type {RunningUpload, UploadRows} from './upload-rows.ts';
import {type DocumentFacts, factsTag, type Selection} from './upload-selection.ts';
import type {Slots} from './upload-slots.ts';
import {type Pacing, Transfer} from './upload-transfer.ts';

export type BodiesOptions = {
	readonly reader: FileReader;
	readonly ahead: ReadAhead;
	readonly rows: UploadRows;
	readonly slots: Slots;
	readonly pace?: (() => number | undefined) | undefined;
	readonly rate?: (() => number | undefined) | undefined;
	readonly headDelayMs: number;
	readonly stallMs: number;
};

export type Body = {
	readonly rfc: number;
	readonly version: Version;
	/** Who asks, for the screen. */
	readonly to: string;
	readonly connection: ServerConnection;
	readonly opened: Opened;
	readonly document: DocumentFacts;
	readonly selection: Extract<Selection, {kind: 'whole' | 'part'}>;
	/** Others may get the document in another coding. */
	readonly varies: boolean;
	readonly sender: Sender;
};

export type Sent = {readonly answered: Answered; readonly taken?: Promise<void>};

export class UploadBodies {
	readonly #options: BodiesOptions;
	readonly #encoder = new Encoder();
	readonly #pacing: Pacing;

	constructor(options: BodiesOptions) {
		this.#options = options;
		this.#pacing = {pace: options.pace, rate: options.rate, shared: new Pacer()};
	}

	/**
	 * Sends head and bytes. Rejects with a `ProtocolError` 503 when there is no slot, and with any error before the head went
	 * out; an error after that closes the connection first.
	 */
	async send(body: Body): Promise<Answered> {
		const giveBack = this.#options.slots.take();
		try {
			const encoded = await this.#encoded(body);
			return encoded ? await this.#sendEncoded(body, encoded) : await this.#sendPlain(body);
		} finally {
			giveBack();
		}
	}

	/** Whether a small document could be sent now, by `sendAtOnce`. */
	get isReady(): boolean {
		const {slots, pace, rate} = this.#options;
		return slots.free > 0 && pace?.() === undefined && rate?.() === undefined;
	}

	/**
	 * Sends a whole document of one piece while `isReady`, without a turn of the event loop: nearly all of them are such.
	 * Releases the piece. `taken` is absent when the system has everything already; it rejects when the connection closes.
	 */
	sendAtOnce({connection, document, opened, rfc, to, varies, sender}: Body): Sent {
		const {slots, rows, stallMs} = this.#options;
		const {piece} = opened;
		const head = documentHead(document, {varies}, sender);
		const joined = piece.withHead(head);
		if (!joined) connection.write(head);
		const giveBack = slots.take();
		const upload = rows.begin(connection, {rfc, to, bytes: document.bytes});
		const end = (state: 'done' | 'failed') => {
			if (state === 'done') upload.add(document.bytes);
			rows.end(upload, state);
			piece.release();
			giveBack();
		};
		const taken = connection.send(joined ?? piece.data, stallMs);
		const sent = answered(head, document.bytes, `OK, ${document.bytes} bytes`);
		if (!taken) {
			end('done');
			return {answered: sent};
		}
		const onFailure = (error: unknown) => {
			end('failed');
			throw error;
		};
		return {answered: sent, taken: taken.then(() => end('done'), onFailure)};
	}

	async #encoded({selection, opened, document}: Body): Promise<Buffer | undefined> {
		if (selection.kind === 'part' || selection.coding === undefined) return undefined;
		const key = `${factsTag(document)} ${opened.shared.file}`;
		return this.#encoder.encoded(key, selection.coding, async () => {
			const whole = Buffer.allocUnsafe(document.bytes);
			await this.#eachPiece({opened, document, range: {start: 0, end: document.bytes}}, async piece => {
				piece.data.copy(whole, piece.position);
			});
			return whole;
		});
	}

	async #sendEncoded(body: Body, bytes: Buffer): Promise<Answered> {
		const {document, selection, varies, sender} = body;
		const coding = selection.kind === 'whole' ? selection.coding : undefined;
		const encoded = coding && {coding, bytes: bytes.length};
		const head = documentHead(document, {encoded, varies}, sender);
		await this.#transfer(body, bytes.length, async transfer => {
			const start = Buffer.from(head);
			await transfer.put(Buffer.concat([start, bytes]), start.length);
		});
		return answered(head, bytes.length, `OK, ${document.bytes} bytes as ${bytes.length} of ${coding}`);
	}

	async #sendPlain(body: Body): Promise<Answered> {
		const {document, version, selection, varies, sender, opened} = body;
		const range = selection.kind === 'part' ? selection.range : {start: 0, end: document.bytes};
		const part = selection.kind === 'part' ? range : undefined;
		const head =
			version === '1.0' ? classicHead(document, sender) : documentHead(document, {range: part, varies}, sender);
		await this.#transfer(body, range.end - range.start, async transfer => {
			if (version === '1.0') await this.#headAlone(body.connection, head);
			let before = version === '1.0' ? '' : head;
			await this.#eachPiece({opened, document, range}, async piece => {
				const joined = piece.withHead(before);
				if (!joined) body.connection.write(before);
				await transfer.put(joined ?? piece.data, joined ? Buffer.byteLength(before) : 0);
				before = '';
			});
		});
		const what = part
			? `Partial Content, bytes ${part.start}-${part.end - 1} of ${document.bytes}`
			: `OK, ${document.bytes} bytes`;
		return answered(head, range.end - range.start, what, part ? 206 : 200);
	}

	async #headAlone(connection: ServerConnection, head: string): Promise<void> {
		connection.write(head);
		await connection.drained();
		// Some classic downloaders lose what arrives together with the head.
		await wait(this.#options.headDelayMs);
	}

	/** What goes wrong once bytes may have gone out breaks the connection off: better no end than a wrong one. */
	async #transfer(body: Body, bytes: number, work: (transfer: Transfer) => Promise<void>): Promise<void> {
		const {connection, selection, document} = body;
		const {rows, ahead, stallMs} = this.#options;
		const rangeOf = selection.kind === 'part' ? document.bytes : undefined;
		const upload: RunningUpload = rows.begin(connection, {rfc: body.rfc, to: body.to, bytes, rangeOf});
		const onSlow = () => ahead.drop(connection);
		try {
			await work(new Transfer({connection, upload, pacing: this.#pacing, stallMs, onSlow}));
			rows.end(upload, 'done');
		} catch (error) {
			rows.end(upload, 'failed');
			connection.destroy();
			throw error;
		}
	}

	/** Reads a range in pieces, the next one while one is used, and sees to it that all of them are of the same file. */
	async #eachPiece({opened, document, range}: Parts, use: (piece: FilePiece) => Promise<void>): Promise<void> {
		const {reader} = this.#options;
		const path = opened.shared.file;
		const read = (position: number) => reader.read({path, position, most: range.end - position});
		const begun = opened.piece.position === range.start && (opened.piece.length > 0 || range.end === range.start);
		if (!begun) opened.piece.release();
		let piece = begun ? opened.piece : await read(range.start);
		for (;;) {
			const end = piece.position + piece.length;
			if (!isSame(piece.facts, document) || (piece.length === 0 && end < range.end)) {
				piece.release();
				throw new Error('the file changed');
			}
			const next = end < range.end && !reader.isQuick(path) ? read(end) : undefined;
			try {
				await use(piece);
			} catch (error) {
				next?.then(unused => unused.release()).catch(() => {});
				throw error;
			} finally {
				piece.release();
			}
			if (end >= range.end) return;
			piece = await (next ?? read(end));
		}
	}
}

type Parts = Pick<Body, 'opened' | 'document'> & {readonly range: ByteRange};

const isSame = (one: DocumentFacts, other: DocumentFacts): boolean =>
	one.bytes === other.bytes &&
	one.modified === other.modified &&
	one.changed === other.changed &&
	one.inode === other.inode;

const answered = (head: string, body: number, summary: string, status = 200): Answered => ({
	status,
	summary,
	text: head,
	bytes: Buffer.byteLength(head) + body,
});
