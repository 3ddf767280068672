//! What the first sheet says.

/// The name of the first sheet.
pub(super) const SHEET: [&str; 2] = ["Instructions", "填写说明"];

/// Its lines, the heading first.
pub(super) const LINES: [&[&str]; 2] = [ENGLISH, CHINESE];

const ENGLISH: &[&str] = &[
    "Data of an installation under the Carbon Border Adjustment Mechanism (CBAM)",
    "One workbook describes one installation in one calendar year. The rules are those of Implementing Regulation (EU) 2025/2547.",
    "Each sheet holds one table. Row 1 has the keys that the program reads: do not change them. Row 2 has the titles. Data begin in row 3.",
    "Write amounts with their unit in the same cell: 14181 t, 48 GJ/t, 56.1 t CO2/TJ, 1200 MWh. A number without its unit is refused.",
    "Write a number alone only where the title names no unit to be written, such as fractions between 0 and 1, or names the unit itself.",
    "Use a point for decimals and no sign between thousands. Every digit that you write is kept.",
    "Leave empty what is not known. An empty cell is not zero.",
    "Rows of the sheets Heat, Electricity use, Precursors used, Co-products and Goods name their process; those of Deliveries name their precursor. Names are the same, letter by letter, in all sheets.",
    "Several names in a cell are separated by semicolons: A; B. Shares follow an equals sign: A = 0.6; B = 0.4. Shares sum to 1.",
    "Processes and goods are always needed. Leave sheets of which the installation has nothing empty, and do not remove them.",
    "The sheet Report items takes what the operator's emissions report says in words (Annex IV). Add rows for what else it should say.",
];

const CHINESE: &[&str] = &[
    "碳边境调节机制（CBAM）设施数据填报表",
    "一个工作簿填报一个设施、一个日历年度的数据。核算规则见实施条例 (EU) 2025/2547。",
    "每个工作表为一张数据表。第 1 行是程序读取的字段名，请勿改动；第 2 行是标题；从第 3 行开始填写数据。",
    "数量须与单位写在同一单元格内，例如 14181 t、48 GJ/t、56.1 t CO2/TJ、1200 MWh。缺少单位的数值将被拒绝。",
    "只有标题未要求写单位（如 0 至 1 的比例）或标题已注明单位的列，才可只填数值。",
    "小数点用“.”，不用千位分隔符。填写的每一位数字都会保留。",
    "未知的内容请留空。空单元格不等于零。",
    "“可测量热”“用电与发电”“前体消耗”“联产化学品”和“货物”各表的每一行须注明所属生产过程，“前体供货”的每一行须注明前体。各表中的名称必须完全一致。",
    "一个单元格内有多个名称时用分号分隔：A; B。份额写在等号之后：A = 0.6; B = 0.4。份额之和须为 1。",
    "“生产过程”和“货物”为必填。没有相应内容的工作表请留空，不要删除。",
    "“报告信息”用于填写运营者排放报告（附件四）中的文字内容，可按需增加行。",
];
