import {RawClient, type Route} from '../helpers/raw-client.ts';
import {modernRequest, type Values} from './modern.ts';

/** WATCH CHANGES as bytes, written from the specification alone and sharing nothing with the program. */

/** One line of a WATCH. */
export type Event = Readonly<Record<string, unknown>> & {readonly event: string; readonly generation: string};

/** The parts of a generation. */
export function generationParts(generation: string): readonly [epoch: string, number: number] {
	const [, epoch, number] = /^([^\s"-]+)-(\d+)$/.exec(generation) ?? [];
	if (epoch === undefined) throw new Error(`no generation: ${generation}`);
	return [epoch, Number(number)];
}

/** A watching connection whose head has been read. */
export class Watching implements AsyncDisposable {
	readonly client: RawClient;

	static async start(route: Route, fields: Values = {}): Promise<Watching> {
		const watching = new Watching(await RawClient.connect(route));
		await watching.client.send(modernRequest('WATCH CHANGES', fields));
		await watching.readHead();
		return watching;
	}

	constructor(client: RawClient) {
		this.client = client;
	}

	/** Reads a head of 200, which has no length. */
	async readHead(): Promise<void> {
		const head = await this.client.readThrough('\r\n\r\n');
		const [status, ...fields] = head.slice(0, -4).split('\r\n');
		if (status !== 'P2P-CI/1.1 200 OK') throw new Error(`no WATCH: ${JSON.stringify(head)}`);
		if (!fields.includes('Content-Type: application/x-ndjson')) throw new Error(`no NDJSON: ${JSON.stringify(head)}`);
		if (fields.some(field => /^content-length:/i.test(field))) throw new Error(`a length: ${JSON.stringify(head)}`);
	}

	/** The next line that is no heartbeat: those come between the others on a machine that takes 15 s for a test. */
	async next(): Promise<Event> {
		for (;;) {
			const event = await this.line();
			if (event.event !== 'heartbeat') return event;
		}
	}

	/** The next line. */
	async line(): Promise<Event> {
		const line = await this.client.readThrough('\n');
		const event: Event = JSON.parse(Buffer.from(line, 'latin1').toString());
		const [first, second] = Object.keys(event);
		if (first !== 'event' || second !== 'generation') throw new Error(`not as an event begins: ${line}`);
		return event;
	}

	/** The next `count` lines that are no heartbeats. */
	async take(count: number): Promise<readonly Event[]> {
		const events: Event[] = [];
		while (events.length < count) events.push(await this.next());
		return events;
	}

	/** The lines up to and including that of a generation. */
	async through(generation: string): Promise<readonly Event[]> {
		const events = [await this.next()];
		while (events.at(-1)?.generation !== generation) events.push(await this.next());
		return events;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.client[Symbol.asyncDispose]();
	}
}
