/** The table of contents while it is shown: its list, its cursor, and where that leads. */
import {filterWords, hasWords} from '../../order/filter-words.ts';
import type {Section} from '../../rfc/sections.ts';
import {scrolled} from '../kit/lines.ts';
import {innerRows} from '../kit/pane.tsx';
import {say} from '../said.ts';
import {type ReaderScene, sectionHere} from './reader-scene.ts';

type Shown = Pick<ReaderScene, 'state' | 'layout'>;

/** The listed sections: all, or those that contain the typed words. */
export function listedSections({state}: Pick<Shown, 'state'>): readonly Section[] {
	const words = filterWords(state.contents?.find ?? '');
	const {sections} = state.document;
	if (words.length === 0) return sections;
	return sections.filter(({number = '', title}) => hasWords(`${number} ${title}`, words));
}

/** The index under the cursor; while the text has the focus, that of the section being shown. */
export function contentsCursor({state}: Pick<Shown, 'state'>): number {
	if (state.contents?.focused === true) return state.contents.cursor;
	const here = sectionHere(state);
	return here === undefined ? 0 : state.document.sections.indexOf(here);
}

/** Rows of the list: the field above it takes one. */
export const contentsRows = ({state, layout}: Shown): number =>
	Math.max(1, innerRows(layout.height) - (state.contents?.find === undefined ? 0 : 1));

/** The index of the first visible section. */
export function contentsOffset(shown: Shown): number {
	const height = contentsRows(shown);
	return scrolled(contentsCursor(shown) - Math.floor(height / 2), listedSections(shown).length, height);
}

/** Moves the cursor of the contents, and focuses them. */
export function moveInContents(scene: ReaderScene, by: number): void {
	const last = listedSections(scene).length - 1;
	const cursor = Math.max(0, Math.min(last, contentsCursor(scene) + by));
	scene.dispatch({type: 'contents', contents: {...scene.state.contents, focused: true, cursor}});
}

/** Opens the contents at the current section; closes them if they have the focus. */
export function toggleContents({state, dispatch}: ReaderScene): void {
	const {document, contents} = state;
	if (document.sections.length === 0) {
		dispatch({type: 'say', said: say('This document has no headings that p2pci could find.')});
		return;
	}
	const cursor = contentsCursor({state: {...state, contents: undefined}});
	dispatch({type: 'contents', contents: contents?.focused === true ? undefined : {focused: true, cursor}});
}

/** Lists the headings with these words. */
export function findInContents({dispatch}: ReaderScene, find: string): void {
	dispatch({type: 'contents', contents: {focused: true, cursor: 0, find}});
}

/** Lists all headings again, with the same one under the cursor. */
export function listAllContents(scene: ReaderScene): void {
	const section = listedSections(scene)[contentsCursor(scene)];
	const cursor = section === undefined ? 0 : scene.state.document.sections.indexOf(section);
	scene.dispatch({type: 'contents', contents: {focused: true, cursor}});
}

/** Goes to a section from the contents, which stay open if they have room of their own. */
export function jumpToSection({layout, dispatch}: ReaderScene, section: Section | undefined): void {
	if (section === undefined) return;
	dispatch({type: 'jump', to: {line: section.line, skip: 0}, keepContents: layout.contentsWidth > 0});
}
