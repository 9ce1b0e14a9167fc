/** The mouse in the reader. It can do nothing that keys cannot. */
import type {Bar} from '../bar.ts';
import {wheelRows} from '../hooks/use-pointer.ts';
import {hintAt} from '../kit/key-bar.ts';
import {hit} from '../pointer/hit.ts';
import type {Pointer} from '../stdin/key-input.ts';
import {contentsOffset, jumpToSection, listedSections} from './contents.ts';
import {followReference} from './follow.ts';
import {linksIn} from './links.ts';
import {actInReader, scroll} from './reader-acts.ts';
import type {ReaderScene} from './reader-scene.ts';
import {placeOf} from './rows.ts';

/** The cell inside a pane at which text begins. */
const margin = 1;

function clickText(scene: ReaderScene, line: number, column: number): void {
	const {state, layout, rows, offset, dispatch} = scene;
	const above = (layout.head === undefined ? 0 : 1) + (state.search.typing ? 1 : 0);
	const row = offset + line - above;
	const at = column - margin;
	if (layout.head !== undefined && line === above - 1) {
		const index = layout.head.linkAt(at);
		const to = index === undefined ? undefined : layout.head.links[index];
		if (index === undefined || to === undefined) return;
		dispatch({type: 'point', link: {where: 'head', index}});
		followReference(scene, to);
	} else if (line >= above) {
		const covers = ({start, end}: {start: number; end: number}): boolean =>
			at + state.left >= start && at + state.left < end;
		const link =
			linksIn(state.document, rows, row).find(covers) ??
			linksIn(state.document, rows, row - 1).find(({next}) => next !== undefined && covers(next));
		if (link === undefined) return;
		dispatch({type: 'point', link: {where: 'text', place: placeOf(rows, link.row), start: link.start}});
		followReference(scene, link.to);
	}
}

function clickContents(scene: ReaderScene, line: number): void {
	const above = scene.state.contents?.find === undefined ? 0 : 1;
	if (line >= above) jumpToSection(scene, listedSections(scene)[contentsOffset(scene) + line - above]);
}

type Around = {
	readonly scene: ReaderScene;
	/** The contents of the last row. */
	readonly bar: Bar;
	readonly columns: number;
	/** The row of the hints, from the top. */
	readonly keys: number;
};

/** Handles a click or a turn of the wheel. */
export function pointInReader(pointer: Pointer, {scene, bar, columns, keys}: Around): void {
	const {layout} = scene;
	if (pointer.kind === 'click' && pointer.y === keys) {
		const act = hintAt(bar.hints, {...bar, width: columns, column: pointer.x})?.act;
		if (act !== undefined) actInReader(scene, act);
		return;
	}
	const {height} = layout;
	const contents = {x: 0, y: 0, height, width: layout.contentsOver ? columns : layout.contentsWidth};
	const text = {x: contents.width, y: 0, height, width: layout.contentsOver ? 0 : layout.textWidth};
	const spot = hit({contents, text}, pointer);
	if (spot === undefined) return;
	if (pointer.kind !== 'click') scroll(scene, pointer.kind === 'wheel-up' ? -wheelRows : wheelRows, spot.pane);
	else if (spot.line !== undefined && spot.pane === 'text') clickText(scene, spot.line, spot.column);
	else if (spot.line !== undefined) clickContents(scene, spot.line);
}
