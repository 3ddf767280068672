//! Workbooks of installations: the template and its reader, the operator's report and the importer's sheet.

mod cbam_workbook;
