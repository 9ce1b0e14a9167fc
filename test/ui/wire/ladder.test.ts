import {describe, expect, it} from 'vitest';
import {WireLog} from '../../../source/net/wire-log.ts';
import {displayWidth} from '../../../source/text/width.ts';
import {createTheme, unstyled} from '../../../source/ui/theme.ts';
import {ladderRows, type Moving} from '../../../source/ui/wire/ladder.ts';
import {WireList} from '../../../source/ui/wire/wire-list.ts';
import {noon} from '../helpers/fake-server.ts';
import {theme} from '../helpers/stage.ts';
import {talk} from '../helpers/talk.ts';

type Options = {
	readonly width: number;
	readonly side?: 'peer' | 'server';
	readonly cursor?: number;
	readonly moving?: readonly Moving[];
	readonly filter?: string;
};

function picture({width, side = 'peer', cursor, moving = [], filter = ''}: Options, log = talk()): readonly string[] {
	const list = new WireList(log);
	list.update(filter, false);
	const rows = ladderRows(
		{all: list.matching, visible: list.matching, moving},
		{side, width, theme, focused: true, cursor, requestOf: entry => list.requestOf(entry)},
	);
	return rows.map(unstyled);
}

describe('a ladder', () => {
	it('has a line for each party and an arrow for each message', () => {
		const moving = [{party: 'alice', way: 'in', label: 'RFC 9110 43%'}] as const;
		expect(picture({width: 120, cursor: 2, moving}).map(row => row.trimEnd())).toMatchInlineSnapshot(`
			[
			  "               me                  index server                  alice                    carol                    erin",
			  "  12:00:00.118  │ LOOKUP RFC 2616 ──────►│                         │                        │                        │",
			  "▸ 12:00:00.119  │◄─────── 200, 2 records │                         │                        │                        │",
			  "  12:00:00.121  │ GET RFC 2616 ──────────┼────────────────────────►│                        │                        │",
			  "  12:00:01.778  │◄═══════════════════════┼══ 200 OK, 422,279 bytes │                        │                        │",
			  "  12:00:02.020  │◄───────────────────────┼─────────────────────────┼────────── GET RFC 7540 │                        │",
			  "  12:00:02.900  │ 200 OK, 209,920 bytes ═┼═════════════════════════┼═══════════════════════►│                        │",
			  "  12:00:03.000  │ LOOKUP RFC 8999 ──────►│                         │                        │                        │",
			  "  12:00:03.001  │◄────── ✗ 404 Not Found │                         │                        │                        │",
			  "  12:00:03.500  │                        │                         │                    ✗ closed after 7 of 18 bytes │",
			  "  now           │◄═══════════════════════┼═══════════ RFC 9110 43% │                        │                        │",
			]
		`);
	});

	it('shows at the index server who asked it what', () => {
		const log = new WireLog();
		const asked = log.add({
			time: noon,
			direction: 'received',
			party: 'bob',
			summary: 'LOOKUP RFC 2 P2P-CI/1.0',
			bytes: 30,
			text: '',
		});
		log.add({
			time: noon,
			direction: 'sent',
			party: 'bob',
			summary: '3 records',
			status: 200,
			bytes: 99,
			text: '',
			exchange: asked,
		});
		log.addEvent({time: noon, party: 'carol', what: 'probe :6003 refused the connection', trouble: true});
		expect(picture({width: 80, side: 'server'}, log).map(row => row.trimEnd())).toMatchInlineSnapshot(`
			[
			  "           index server                       bob                          carol",
			  "  12:00:00       │◄────────────── LOOKUP RFC 2 │                             │",
			  "  12:00:00       │ 200, 3 records ────────────►│                             │",
			  "  12:00:00       │ probe :6003 refused the connection ──────────────────────►│",
			]
		`);
	});

	it('lets parties share a line where there is no room for all, and says how many', () => {
		expect(picture({width: 60}).map(row => row.trimEnd())).toMatchInlineSnapshot(`
			[
			  "           me               index server             +3 more",
			  "  12:00:00  │ LOOKUP RFC 2616 ───►│                     │",
			  "  12:00:00  │◄──── 200, 2 records │                     │",
			  "  12:00:00  │ alice: GET RFC 2616 ┼────────────────────►│",
			  "  12:00:01  │◄════════════ alice: 200 OK, 422,279 bytes │",
			  "  12:00:02  │◄────────────────────┼ carol: GET RFC 7540 │",
			  "  12:00:02  │ carol: 200 OK, 209,920 bytes ════════════►│",
			  "  12:00:03  │ LOOKUP RFC 8999 ───►│                     │",
			  "  12:00:03  │◄─── ✗ 404 Not Found │                     │",
			  "  12:00:03  │        erin: ✗ closed after 7 of 18 bytes │",
			]
		`);
		expect(picture({width: 38})[0]?.trim()).toMatch(/^me +the others$/);
	});

	it('draws only what the filter lets through', () => {
		const rows = picture({width: 100, filter: 'peer:alice'});
		expect(rows).toHaveLength(3);
		expect(rows.join('\n')).not.toContain('carol');
	});

	it('fits every width, whoever the parties are', () => {
		const log = talk();
		for (const party of ['名前の長い友達', 'x'.repeat(200), '\u001b[2J', 'a :1', 'b', 'c', 'd']) {
			log.add({time: noon, direction: 'received', party, summary: 'GET RFC 1 P2P-CI/1.1', bytes: 1, text: ''});
			log.add({time: noon, direction: 'event', party, summary: `closed ${'long '.repeat(40)}`, bytes: 0, text: ''});
		}
		for (let width = 26; width <= 300; width++) {
			for (const side of ['peer', 'server'] as const) {
				for (const row of picture({width, side}, log)) expect(displayWidth(row), `${width} ${row}`).toBe(width);
			}
		}
	});

	it('is legible in ASCII', () => {
		const ascii = createTheme({colour: false, unicode: false});
		const text = picture({width: 100})
			.map(row => ascii.finish(row))
			.join('\n');
		expect(text).toMatch(/^[\x20-\x7e\n]*$/);
		expect(text).toContain('LOOKUP RFC 2616 -');
		expect(text).toContain('>|');
		expect(text).toContain('|<');
	});
});
