/** WATCH CHANGES of P2P-CI/1.1 (RFC 900002): the changes of an index as they happen, on a separate connection. */
import {encodeRequest} from '../protocol/encode.ts';
import {LineBuffer} from '../protocol/line-buffer.ts';
import type {Field, ResponseHead, WatchEvent} from '../protocol/message.ts';
import {parseEventLine} from '../protocol/records.ts';
import {type DecodedResponse, ResponseDecoder} from '../protocol/response-decoder.ts';
import {afterReading} from './after-reading.ts';
import {ConnectError, connect, connectReason} from './connect.ts';
import {ForeignError} from './foreign-error.ts';
import type {NetworkKey} from './network-key.ts';
import {logEvents, logReceived, logSent} from './wire-entries.ts';
import type {WireLog} from './wire-log.ts';

export type WatchOptions = {
	readonly host: string;
	readonly port: number;
	/** The key of a private network. */
	readonly key?: NetworkKey | undefined;
	/** Only changes after this generation; from now on by default. */
	readonly since?: string | undefined;
	/** The credentials of a joined peer, whose connections the index keeps even when it has too many. */
	readonly as?: {readonly host: string; readonly token: string} | undefined;
	readonly wire?: WireLog | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Called once the server has accepted, with the generation of its index. */
	readonly onOpen?: (generation: string) => void;
	/** Milliseconds without any byte, heartbeats included, after which the server counts as lost; 40,000 by default. */
	readonly silenceMs?: number;
};

/** More than two heartbeats, which are 15 s apart. */
const defaultSilenceMs = 40_000;
const firstAnswerMs = 3000;
/** An event contains a title of at most 1,024 characters and little else. */
const maxLine = 64 * 1024;
const noBody = Buffer.alloc(0);

/**
 * The changes in order, read only as fast as they are consumed. It never ends by itself. Throws a `ConnectError` when
 * the connection cannot be opened or is lost, or when `signal` aborts; a `ForeignError` when the other side does not
 * support WATCH. Unknown lines are skipped.
 */
export async function* watchIndex(options: WatchOptions): AsyncGenerator<WatchEvent, never, void> {
	const {host, port, key, signal, silenceMs = defaultSilenceMs} = options;
	const socket = await connect({host, port, signal, key});
	const onAbort = () => void socket.destroy(new ConnectError('aborted'));
	signal?.addEventListener('abort', onAbort, {once: true});
	const chunks: AsyncIterator<unknown> = socket[Symbol.asyncIterator]();
	const {wire} = options;
	let reader: WatchReader | undefined;
	try {
		const text = encodeRequest({method: 'WATCH', target: {kind: 'changes'}, fields: fieldsOf(options)}, '1.1');
		reader = new WatchReader({wire, exchange: logSent(wire, text), onOpen: options.onOpen, own: options.as?.host});
		socket.write(text);
		for (;;) {
			const late = reader.open ? new ConnectError('timeout') : new ForeignError('silent');
			// The timer runs only while we wait for data: the consumer may take its time.
			const over = afterReading(reader.open ? silenceMs : firstAnswerMs, () => socket.destroy(late));
			const {value} = await chunks.next().finally(over);
			if (!Buffer.isBuffer(value)) throw new ConnectError('reset');
			yield* reader.read(value);
		}
	} catch (error) {
		throw signal?.aborted ? new ConnectError('aborted') : lossOf(error, reader?.open ?? false);
	} finally {
		signal?.removeEventListener('abort', onAbort);
		socket.on('error', () => {}).destroy();
	}
}

function fieldsOf({as, since}: WatchOptions): readonly Field[] {
	const fields: Field[] = [];
	if (as) fields.push(['Host', as.host], ['Token', as.token]);
	if (since !== undefined) fields.push(['Since', since]);
	return fields;
}

/** A close before any answer means that the other side does not speak 1.1. */
function lossOf(error: unknown, open: boolean): Error {
	if (error instanceof ForeignError) return error;
	const reason = connectReason(error);
	if (!open && reason === 'reset') return new ForeignError('closed');
	return error instanceof ConnectError ? error : new ConnectError(reason, {cause: error});
}

const bodyIn = (decoded: readonly DecodedResponse[]): Buffer =>
	Buffer.concat(decoded.flatMap(each => (each.kind === 'body' ? [each.bytes] : [])));

type ReaderOptions = Pick<WatchOptions, 'wire'> & {
	readonly exchange: number | undefined;
	readonly onOpen: WatchOptions['onOpen'] | undefined;
	readonly own: string | undefined;
};

/** Bytes in, events out. */
class WatchReader {
	readonly #options: ReaderOptions;
	readonly #decoder = new ResponseDecoder(() => 'WATCH');
	readonly #lines = new LineBuffer();
	#head: ResponseHead | undefined;

	constructor(options: ReaderOptions) {
		this.#options = options;
	}

	/** Whether the server has accepted the WATCH. */
	get open(): boolean {
		return this.#head?.code === 200;
	}

	*read(chunk: Buffer): Generator<WatchEvent> {
		const all = this.#decoder.push(chunk);
		for (const decoded of all) {
			if (decoded.kind === 'body' && this.open) yield* this.#events(decoded.bytes);
			else this.#begin(decoded, all);
		}
	}

	/** `all`: what came together with it. */
	#begin(decoded: DecodedResponse, all: readonly DecodedResponse[]): void {
		if (decoded.kind === 'foreign') throw new ForeignError(decoded.reason);
		if (decoded.kind !== 'head') return;
		const {head, length, text} = decoded;
		if (this.#head || head.code !== 200 || length !== 'stream') throw new ForeignError('no-watch', bodyIn(all));
		this.#head = head;
		logReceived(this.#options.wire, {head, text, body: noBody, exchange: this.#options.exchange});
		this.#options.onOpen?.(head.fields.get('Generation') ?? '');
	}

	*#events(bytes: Buffer): Generator<WatchEvent> {
		const events: WatchEvent[] = [];
		const lines: string[] = [];
		this.#lines.push(bytes);
		for (let line = this.#lines.line(maxLine); line !== undefined; line = this.#lines.line(maxLine)) {
			if (line === 'too-long') {
				throw new ConnectError('reset', {cause: new Error('the index server sent a line that is too long')});
			}
			const event = parseEventLine(line.text);
			if (!event) continue;
			events.push(event);
			lines.push(line.text);
		}
		const {wire, exchange, own} = this.#options;
		logEvents(wire, {events, lines, exchange, own});
		yield* events;
	}
}
