//! What the operator's emissions report says in words, by the keys of the table `report`.

/// The keys, and what each is in English and in Chinese, in the order of 2547 Annex IV point 1.1.
pub(super) const ITEMS: &[(&str, [&str; 2])] = &[
    ("operator", ["Name of the operator", "运营者名称"]),
    (
        "registration_number",
        [
            "Corporate or activity registration number of the operator",
            "运营者的企业或经营登记号",
        ],
    ),
    (
        "address",
        [
            "Full address of the operator in English",
            "运营者英文完整地址",
        ],
    ),
    (
        "installation_id",
        [
            "Unique installation identifier in the CBAM Registry",
            "设施在 CBAM 登记处的唯一标识",
        ],
    ),
    (
        "unlocode",
        [
            "UN/LOCODE of the location",
            "所在地的联合国贸易和运输地点代码（UN/LOCODE）",
        ],
    ),
    (
        "installation_address",
        [
            "Full address of the installation in English",
            "设施英文完整地址",
        ],
    ),
    (
        "coordinates",
        [
            "Geographical coordinates of the main emission source",
            "主要排放源的地理坐标",
        ],
    ),
    (
        "non_cbam_processes",
        [
            "Processes of the installation outside the mechanism",
            "设施内的非 CBAM 生产过程",
        ],
    ),
    (
        "zero_rating",
        [
            "How zero rating of fuels is demonstrated",
            "燃料按零排放计的证明方式",
        ],
    ),
    (
        "heat_partners",
        [
            "Installations from which heat is imported or to which it is exported",
            "输入或输出热量的对方设施",
        ],
    ),
    (
        "electricity_suppliers",
        [
            "Names and countries of installations that supply electricity",
            "供电设施的名称和国家",
        ],
    ),
    (
        "own_electricity",
        [
            "Electricity made inside: cogeneration or separate, fossil or renewable, exported or not",
            "自发电：热电联产或单独发电、化石或可再生、是否输出",
        ],
    ),
    (
        "waste_gas_partners",
        [
            "Installations from which waste gas is imported or to which it is exported",
            "输入或输出废气的对方设施",
        ],
    ),
    (
        "co2_receivers",
        [
            "CO2 transfer: receiving installations and contact of a responsible person",
            "CO2 转移：接收设施及负责人联系方式",
        ],
    ),
    (
        "months",
        [
            "Months of monitoring, of a new installation",
            "新设施的监测月数",
        ],
    ),
    (
        "compositions",
        [
            "Specific embedded emissions of each composition of the goods",
            "各成分货物的单位隐含排放",
        ],
    ),
    (
        "imported_electricity",
        [
            "Electricity imported into the Union: criteria, evidence and factor",
            "输入欧盟的电力：条件、证明文件和排放因子",
        ],
    ),
    (
        "other_methods",
        [
            "Emissions determined by other methods",
            "以其他方法确定的排放",
        ],
    ),
    ("data_gaps", ["Data gaps and estimates", "数据缺失和估算"]),
    (
        "precursor_operators",
        [
            "Operators, installations and registry identifiers of bought precursors",
            "外购前体的运营者、设施及登记标识",
        ],
    ),
    (
        "precursor_periods",
        [
            "Reporting periods of bought precursors and how they were determined",
            "外购前体的报告期及其确定方式",
        ],
    ),
    (
        "power_purchase",
        [
            "Emission factor in the power purchase agreement",
            "购电协议中的排放因子",
        ],
    ),
    (
        "verification",
        [
            "Verification: verifier, report number and date",
            "核查：核查机构、报告编号和日期",
        ],
    ),
];
