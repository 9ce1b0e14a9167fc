import type {Section} from '../../rfc/sections.ts';
import type {ReaderDocument} from './document.ts';

/** How to cite a section of a document: `RFC 9110, Section 5.2, “Field Lines and Combined Field Value”, June 2022`. */
export function citation({rfc, head}: ReaderDocument, section: Section | undefined, title: string): string {
	const words = section === undefined ? title : section.title;
	return [
		`RFC ${rfc}`,
		...(section?.number === undefined ? [] : [numberWords(section.number)]),
		...(words === '' ? [] : [`“${words}”`]),
		...(head.date === undefined ? [] : [head.date]),
	].join(', ');
}

/** `Section 5.2`, `Appendix B.1`. */
export const numberWords = (number: string): string => `${/^[A-Z]/.test(number) ? 'Appendix' : 'Section'} ${number}`;
