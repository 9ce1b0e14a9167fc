import {describe, expect, it} from 'vitest';
import type {Standing} from '../../../source/rfc/standing.ts';
import {displayWidth} from '../../../source/text/width.ts';
import {headLine} from '../../../source/ui/reader/head-line.ts';
import {unstyled} from '../../../source/ui/theme.ts';
import {controls, formats, isForbidden} from '../../helpers/hostile.ts';
import {theme} from '../helpers/stage.ts';

const standing: Standing = {
	rfc: 2616,
	status: 'Draft Standard',
	obsoletes: [2068],
	obsoletedBy: [7230, 7231, 7232, 7233, 7234, 7235, 9112],
	updates: [],
	updatedBy: [2817],
	issue: 'issued',
	from: {index: true, heads: true},
	indexDate: '2020-05-18',
};

const textAt = (width: number): string => unstyled(headLine(standing, width)?.paint(theme, undefined) ?? '').trim();

describe('the line above a document', () => {
	it.each([...controls, ...formats])(
		'shows nothing of what a document says of itself that acts on a terminal: %j',
		status => {
			const line = unstyled(
				headLine({...standing, status: `Informational ${status}`}, 400)?.paint(theme, undefined) ?? '',
			);
			expect([...line].filter(character => isForbidden(character.codePointAt(0) ?? 0))).toEqual([]);
		},
	);

	it('names first what replaced it, the newest first, with where that is from', () => {
		expect(textAt(190)).toMatch(
			/^✗ obsoleted by RFC 9112, 7235, 7234, 7233, 7232, 7231 and 1 more · Draft Standard · updated by RFC 2817 · obsoletes RFC 2068 +\(rfc-index.txt of 2020-05-18 and the heads of your documents\)$/,
		);
		expect(headLine(standing, 190)?.links.map(({rfc}) => rfc)).toEqual([
			9112, 7235, 7234, 7233, 7232, 7231, 2817, 2068,
		]);
		expect(headLine(standing, 190)?.paint(theme, 6)).toContain(theme.paint('cursor', 'RFC 2817'));
	});

	it('has its width whatever that is, and no words without their RFC', () => {
		for (let width = 10; width < 200; width++) {
			const line = headLine(standing, width);
			const text = unstyled(line?.paint(theme, 0) ?? '');
			expect(displayWidth(text), text).toBe(width);
			expect(text).not.toMatch(/(?:by|obsoletes|updates|·) +…/);
			expect(line?.links.length).toBe((text.match(/\b\d{4}(?=,| |$)/g) ?? []).length);
		}
		expect(textAt(30)).toBe('✗ obsoleted by RFC 9112 …');
	});

	it('is absent where nothing is known', () => {
		const unknown = {...standing, obsoletes: [], obsoletedBy: [], updatedBy: []};
		const {status: _, ...none} = unknown;
		expect(headLine(none, 80)).toBeUndefined();
	});
});
