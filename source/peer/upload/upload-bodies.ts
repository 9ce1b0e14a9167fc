/** Sends the selected bytes of a document with their head, in an upload slot, and reports progress to the screen. */
import {setTimeout as wait} from 'node:timers/promises';
import type {ServerConnection} from '../../net/connection.ts';
import type {Version} from '../../protocol/message.ts';
import type {Range} from '../disk/range-set.ts';
import {sameFile} from '../disk/safe-file.ts';
import {Pacer} from '../pace.ts';
import {carefulDocument, QuickReaders} from './quick-readers.ts';
import type {RunningUpload} from './running-upload.ts';
import type {Opened, ReadAhead} from './upload-ahead.ts';
import {classicHead, documentHead, type Sender} from './upload-answers.ts';
import {Encoder} from './upload-encoder.ts';
import type {Answered} from './upload-log.ts';
import type {FilePiece} from './upload-piece.ts';
import type {FileReader} from './upload-reader.ts';
import type {UploadRows} from './upload-rows.ts';
import {type DocumentFacts, factsTag, type Selection} from './upload-selection.ts';
import {type Slot, SlotLostError, type Slots} from './upload-slots.ts';
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
	/** The name of the client, for the screen. */
	readonly to: string;
	readonly connection: ServerConnection;
	readonly opened: Opened;
	readonly document: DocumentFacts;
	readonly selection: Extract<Selection, {kind: 'whole' | 'part'}>;
	/** Other clients may get the document in another coding. */
	readonly varies: boolean;
	readonly sender: Sender;
};

export type Sent = {readonly answered: Answered; readonly taken?: Promise<void>};

export class UploadBodies {
	readonly #options: BodiesOptions;
	readonly #encoder = new Encoder();
	readonly #quick = new QuickReaders();
	readonly #pacing: Pacing;

	constructor(options: BodiesOptions) {
		this.#options = options;
		this.#pacing = {pace: options.pace, rate: options.rate, shared: new Pacer()};
	}

	/**
	 * Sends head and bytes. Rejects with a `ProtocolError` 503 when there is no slot, and with any error before the
	 * head was sent; on a later error the connection is closed first. When the slot is taken away the connection is
	 * closed, too: rejects with a `SlotLostError`.
	 */
	async send(body: Body): Promise<Answered> {
		const slot = this.#options.slots.take(body.connection);
		try {
			const encoded = await this.#encoded(body);
			return encoded ? await this.#sendEncoded(body, slot, encoded) : await this.#sendPlain(body, slot);
		} catch (error) {
			throw slot.lost ? new SlotLostError() : error;
		} finally {
			slot.giveBack();
		}
	}

	/** Whether a small document of this size could be sent now, by `sendAtOnce`. */
	isReadyFor(bytes: number, connection: ServerConnection): boolean {
		const {slots, pace, rate} = this.#options;
		if (slots.free <= 0 || pace?.() !== undefined || rate?.() !== undefined) return false;
		return bytes <= carefulDocument || this.#quick.has(connection);
	}

	/**
	 * Sends a whole document in one piece and in the current turn of the event loop, while `isReadyFor` it: the usual
	 * case. Releases the piece. `taken` is absent when the system took everything at once; it rejects as `send` does.
	 */
	sendAtOnce({connection, document, opened, rfc, to, varies, sender}: Body): Sent {
		const {slots, rows, stallMs} = this.#options;
		const {piece} = opened;
		const head = documentHead(document, {varies}, sender);
		const joined = piece.withHead(head);
		if (!joined) connection.write(head);
		const slot = slots.take(connection);
		const began = performance.now();
		const upload = rows.begin(connection, {rfc, to, bytes: document.bytes});
		const end = (state: 'done' | 'failed') => {
			if (state === 'done') {
				upload.add(document.bytes);
				this.#quick.took(connection, document.bytes, performance.now() - began);
			}
			rows.end(upload, state);
			piece.release();
			slot.giveBack();
		};
		const taken = connection.send(joined ?? piece.data, stallMs);
		const sent = answered(head, document.bytes, {summary: `OK, ${document.bytes} bytes`});
		if (!taken) {
			end('done');
			return {answered: sent};
		}
		slot.waits();
		const onFailure = (error: unknown) => {
			end('failed');
			throw slot.lost ? new SlotLostError() : error;
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

	async #sendEncoded(body: Body, slot: Slot, bytes: Buffer): Promise<Answered> {
		const {document, selection, varies, sender} = body;
		const coding = selection.kind === 'whole' ? selection.coding : undefined;
		const encoded = coding && {coding, bytes: bytes.length};
		const head = documentHead(document, {encoded, varies}, sender);
		await this.#transfer({body, slot, bytes: bytes.length}, async transfer => {
			const start = Buffer.from(head);
			await transfer.put(Buffer.concat([start, bytes]), start.length);
		});
		return answered(head, bytes.length, {summary: `OK, ${document.bytes} bytes as ${bytes.length} of ${coding}`});
	}

	async #sendPlain(body: Body, slot: Slot): Promise<Answered> {
		const {document, version, selection, varies, sender, opened} = body;
		const range = selection.kind === 'part' ? selection.range : {start: 0, end: document.bytes};
		const part = selection.kind === 'part' ? range : undefined;
		const head =
			version === '1.0' ? classicHead(document, sender) : documentHead(document, {range: part, varies}, sender);
		await this.#transfer({body, slot, bytes: range.end - range.start}, async transfer => {
			if (version === '1.0') await this.#headAlone(body.connection, head);
			let before = version === '1.0' ? '' : head;
			await this.#eachPiece({opened, document, range}, async piece => {
				const joined = piece.withHead(before);
				if (!joined) body.connection.write(before);
				await transfer.put(joined ?? piece.data, joined ? Buffer.byteLength(before) : 0);
				before = '';
			});
		});
		const summary = part
			? `Partial Content, bytes ${part.start}-${part.end - 1} of ${document.bytes}`
			: `OK, ${document.bytes} bytes`;
		return answered(head, range.end - range.start, {summary, status: part ? 206 : 200});
	}

	async #headAlone(connection: ServerConnection, head: string): Promise<void> {
		connection.write(head);
		await connection.drained();
		// Some classic downloaders lose bytes that arrive together with the head.
		await wait(this.#options.headDelayMs);
	}

	/** After an error during the body the connection is closed: a missing end is better than a wrong one. */
	async #transfer({body, slot, bytes}: Sending, work: (transfer: Transfer) => Promise<void>): Promise<void> {
		const {connection, selection, document} = body;
		const {rows, ahead, stallMs} = this.#options;
		const rangeOf = selection.kind === 'part' ? document.bytes : undefined;
		const upload: RunningUpload = rows.begin(connection, {rfc: body.rfc, to: body.to, bytes, rangeOf});
		const onSlow = () => ahead.drop(connection);
		try {
			const pacing = this.#pacing;
			const quick = this.#quick;
			await work(new Transfer({connection, upload, pacing, slot, quick, stallMs, onSlow}));
			rows.end(upload, 'done');
		} catch (error) {
			rows.end(upload, 'failed');
			connection.destroy();
			throw error;
		}
	}

	/**
	 * Reads a range in pieces, the next one while one is sent, and makes sure that all are of the same version of the
	 * file.
	 */
	async #eachPiece({opened, document, range}: Parts, use: (piece: FilePiece) => Promise<void>): Promise<void> {
		const {reader} = this.#options;
		const path = opened.shared.file;
		const read = (position: number) => reader.read({path, position, most: range.end - position});
		const begun = opened.piece.position === range.start && (opened.piece.length > 0 || range.end === range.start);
		if (!begun) opened.piece.release();
		let piece = begun ? opened.piece : await read(range.start);
		for (;;) {
			const end = piece.position + piece.length;
			if (!sameFile(piece.facts, document) || (piece.length === 0 && end < range.end)) {
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

type Sending = {readonly body: Body; readonly slot: Slot; readonly bytes: number};

type Parts = Pick<Body, 'opened' | 'document'> & {readonly range: Range};

const answered = (
	head: string,
	body: number,
	{summary, status = 200}: {readonly summary: string; readonly status?: number},
): Answered => ({
	status,
	summary,
	text: head,
	bytes: Buffer.byteLength(head) + body,
});
